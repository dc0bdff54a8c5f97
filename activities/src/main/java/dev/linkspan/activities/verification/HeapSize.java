package dev.linkspan.activities.verification;

import java.math.BigInteger;
import java.util.Locale;

/**
 * The value of Java's option {@code -Xmx}: a number of bytes with an optional suffix, see <a
 * href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html">the java command</a>.
 */
final class HeapSize {
  private static final String SUFFIXES = "kmgt";

  private HeapSize() {}

  /**
   * The number of bytes, for example of {@code 512m}.
   *
   * @throws NumberFormatException if it is not in this form
   */
  static BigInteger bytes(String size) {
    int last = size.length() - 1;
    int power = SUFFIXES.indexOf(size.toLowerCase(Locale.ROOT).charAt(last)) + 1;
    BigInteger number = new BigInteger(power == 0 ? size : size.substring(0, last));
    return number.shiftLeft(10 * power);
  }
}
