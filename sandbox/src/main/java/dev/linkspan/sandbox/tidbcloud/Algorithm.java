package dev.linkspan.sandbox.tidbcloud;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A hash algorithm of HTTP Digest authentication, with its name in RFC 7616. */
enum Algorithm {
  SHA_256("SHA-256"),
  MD5("MD5");

  private final String wireName;

  Algorithm(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** Finds an algorithm by its wire name. */
  static Optional<Algorithm> named(String name) {
    return Arrays.stream(values()).filter(a -> a.wireName.equalsIgnoreCase(name)).findFirst();
  }

  String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(wireName);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(wireName + " is missing in this Java runtime", e);
    }
  }
}
