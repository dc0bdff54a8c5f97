package dev.linkspan.activities.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A new key pair in a file. */
public final class TestKeys {
  private final Path key;
  private final String publicKey;

  /** Creates the key pair in this folder. */
  public TestKeys(Path folder) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    key = folder.resolve("key.pem");
    Files.writeString(key, pem(pair));
    publicKey = PinnedHostKey.describe(pair.getPublic());
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
    return publicKey;
  }
}
