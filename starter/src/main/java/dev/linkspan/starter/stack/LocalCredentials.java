package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * Credentials for the sandbox only: generated on the first start, stored in the state folder so
 * that only its owner can read them, and passed to the worker in its environment.
 */
final class LocalCredentials {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int RSA_BITS = 3072;
  private static final int PEM_LINE = 64;

  private final Properties values;

  private LocalCredentials(Properties values) {
    this.values = values;
  }

  /** Empty credentials, for commands that start no component. */
  static LocalCredentials none() {
    return new LocalCredentials(new Properties());
  }

  /** The credentials and the SSH key in the folder, generated if they are missing. */
  static LocalCredentials ensure(StateFolder folder) {
    if (!Files.isRegularFile(folder.credentials())) {
      StateFolder.writePrivately(folder.credentials(), generated(new SecureRandom()));
    }
    if (!Files.isRegularFile(folder.sshKey())) {
      StateFolder.writePrivately(folder.sshKey(), privateKey());
    }
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.credentials())) {
      values.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.credentials(), e);
    }
    return new LocalCredentials(values);
  }

  String accessKeyId() {
    return values.getProperty("accessKeyId", "");
  }

  String accessKeySecret() {
    return values.getProperty("accessKeySecret", "");
  }

  String tidbPublicKey() {
    return values.getProperty("tidbPublicKey", "");
  }

  String tidbPrivateKey() {
    return values.getProperty("tidbPrivateKey", "");
  }

  private static String generated(SecureRandom random) {
    return "accessKeyId=LTAI5t"
        + word(random, 18)
        + "\naccessKeySecret="
        + word(random, 30)
        + "\ntidbPublicKey="
        + word(random, 8)
        + "\ntidbPrivateKey="
        + word(random, 36)
        + "\n";
  }

  private static String word(SecureRandom random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
      byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(PEM_LINE, newline).encodeToString(pkcs8)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }
}
