package dev.linkspan.sandbox.tidbcloud;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The unique label of managed domains. The only published example is a random UUID in lower-case
 * Base32 without padding, so this class generates the same form.
 */
final class UniqueName {
  static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS = 5;

  private UniqueName() {}

  static String of(UUID uuid) {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
    StringBuilder name = new StringBuilder();
    int held = 0;
    int buffer = 0;
    for (byte b : bytes) {
      buffer = ((buffer << Byte.SIZE) | (b & 0xff)) & 0xffff;
      held += Byte.SIZE;
      while (held >= BITS) {
        held -= BITS;
        name.append(LETTERS.charAt((buffer >> held) & 31));
      }
    }
    return name.append(LETTERS.charAt((buffer << (BITS - held)) & 31)).toString();
  }
}
