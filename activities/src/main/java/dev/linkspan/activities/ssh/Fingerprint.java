package dev.linkspan.activities.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Fingerprints of host keys, for people to compare. */
public final class Fingerprint {
  private Fingerprint() {}

  /**
   * {@code SHA256:...} of a {@code <type> <base64>} host key, as {@code ssh-keygen -l} prints it.
   */
  public static String of(String hostKey) {
    byte[] blob = Base64.getDecoder().decode(hostKey.substring(hostKey.indexOf(' ') + 1));
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
