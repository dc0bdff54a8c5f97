package dev.linkspan.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** The key pair of all tests, in a file. To generate one takes up to seconds. */
public final class TestKeys {
  private static final KeyPair PAIR = generated();

  private final Path key;

  /** Writes the private key to this folder. */
  public TestKeys(Path folder) throws IOException {
    key = folder.resolve("key.pem");
    Files.writeString(key, pem(PAIR));
  }

  private static KeyPair generated() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(KeyPair pair) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  /** Returns this key for every name. */
  public SshKeys keys() {
    return name -> key;
  }

  /** As a line of an authorized_keys file. */
  public String publicKey() {
    return PinnedHostKey.describe(PAIR.getPublic());
  }
}
