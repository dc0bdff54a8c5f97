package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An IPv4 address in dotted decimal form.
 *
 * @param number the address as an unsigned number
 */
record Ipv4Address(long number) {
  private static final Pattern SHAPE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** Whether the text has the form of an address, possibly with parts that are not allowed. */
  static boolean isLike(String text) {
    return SHAPE.matcher(text).matches();
  }

  /**
   * Reads four numbers from 0 to 255. A part with a leading zero is refused, because programs
   * disagree on whether it is decimal or octal.
   */
  static Ipv4Address read(String text, String remedy) throws InvalidValueException {
    if (!isLike(text)) {
      throw new InvalidValueException(Quoted.of(text) + " is not an IPv4 address", remedy);
    }
    long number = 0;
    for (String part : List.of(text.split("\\.", -1))) {
      int value = Integer.parseInt(part);
      if (value > 255) {
        throw new InvalidValueException(Quoted.of(text) + " has a part above 255", remedy);
      }
      if (part.length() > 1 && part.startsWith("0")) {
        throw new InvalidValueException(
            Quoted.of(text) + " has a part with a leading zero, which some programs read as octal",
            "Write " + value + " instead of " + part + " if you mean the decimal number.");
      }
      number = number * 256 + value;
    }
    return new Ipv4Address(number);
  }

  @Override
  public String toString() {
    return (number >> 24)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }
}
