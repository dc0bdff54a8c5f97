package dev.linkspan.sandbox.mirror;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short hash of a sequence of contents. */
final class Fingerprint {
  private static final int BYTES = 6;

  private final MessageDigest digest;

  Fingerprint() {
    digest = digest("SHA-256");
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  void add(byte[] content) {
    digest.update(content);
    digest.update((byte) '\n');
  }

  String value() {
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
