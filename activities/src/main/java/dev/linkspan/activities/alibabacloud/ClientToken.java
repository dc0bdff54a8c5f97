package dev.linkspan.activities.alibabacloud;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Client tokens: the same one for every attempt to create the same resource of the same setup, so
 * that the API creates it once. The APIs allow at most 64 ASCII characters.
 */
public final class ClientToken {
  private ClientToken() {}

  /**
   * @param generation 0 at first; one more each time a created resource has disappeared
   */
  public static String of(String setupId, String action, String key, int generation) {
    String text = setupId + "/" + action + "/" + key + (generation == 0 ? "" : "/" + generation);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}
