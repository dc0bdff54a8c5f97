package dev.linkspan.activities.probe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The probe's jar, which is copied to bastions. */
public final class ProbeJar {
  private final byte[] content;
  private final String checksum;

  private ProbeJar(byte[] content, String checksum) {
    this.content = content;
    this.checksum = checksum;
  }

  /** Takes the jar's bytes, which must not change afterwards. */
  public static ProbeJar of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new ProbeJar(content, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] content() {
    return content;
  }

  /** SHA-256, lower-case hex. */
  String checksum() {
    return checksum;
  }
}
