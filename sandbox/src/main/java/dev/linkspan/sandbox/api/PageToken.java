package dev.linkspan.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Tokens of pages: 32 hexadecimal digits that a client can only send back. The first eight hide the
 * number of the page's first item.
 */
final class PageToken {
  private static final int HIDDEN = 8;

  private PageToken() {}

  static String of(int start) {
    String check = check(start);
    return "%08x".formatted(start ^ mask(check)) + check;
  }

  /**
   * Returns the number of the page's first item, counted from 0.
   *
   * @throws ApiError InvalidParameter if the token is not one of this class
   */
  static int start(String token) {
    if (token.matches("[0-9a-f]{32}")) {
      String check = token.substring(HIDDEN);
      int start = Integer.parseUnsignedInt(token.substring(0, HIDDEN), 16) ^ mask(check);
      if (start >= 0 && check(start).equals(check)) {
        return start;
      }
    }
    throw new ApiError(400, "InvalidParameter", "The specified NextToken is not valid.");
  }

  private static int mask(String check) {
    return Integer.parseUnsignedInt(check.substring(0, HIDDEN), 16);
  }

  private static String check(int start) {
    byte[] text = ("page " + start).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(text).toString().replace("-", "").substring(HIDDEN);
  }
}
