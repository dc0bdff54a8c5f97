package dev.linkspan.sandbox.ecs;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Public keys in the one-line format of OpenSSH. */
final class PublicKeys {
  private static final Set<String> ACCEPTED =
      Set.of(
          "ssh-rsa",
          "ssh-dss",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521");

  private PublicKeys() {}

  /**
   * Returns the bytes of a key; empty if the text is no key or its type is not supported, such as
   * Ed25519.
   */
  static Optional<byte[]> parse(String line) {
    String[] parts = line.trim().split("\\s+", 3);
    if (parts.length < 2 || !ACCEPTED.contains(parts[0])) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(parts[1]);
      byte[] name = parts[0].getBytes(StandardCharsets.UTF_8);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      boolean named =
          bytes.length > 4 + name.length
              && buffer.getInt() == name.length
              && buffer.slice(4, name.length).equals(ByteBuffer.wrap(name));
      return named ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the MD5 fingerprint, with colons. */
  static String fingerprint(byte[] key) {
    try {
      return HexFormat.ofDelimiter(":").formatHex(MessageDigest.getInstance("MD5").digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair newRsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the key as {@code ssh-rsa AAAA…}. */
  static String line(RSAPublicKey key) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, "ssh-rsa".getBytes(StandardCharsets.UTF_8));
    for (BigInteger number : new BigInteger[] {key.getPublicExponent(), key.getModulus()}) {
      write(out, number.toByteArray());
    }
    return "ssh-rsa " + Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static void write(ByteArrayOutputStream out, byte[] field) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
    out.writeBytes(field);
  }
}
