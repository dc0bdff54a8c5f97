package dev.linkspan.workflows.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses without host bits.
 *
 * @param network first address, as an unsigned number
 * @param prefix length of the mask in bits, 0 to 32
 */
public record Cidr(long network, int prefix) {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  static Cidr read(String text) throws InvalidValueException {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not an IPv4 address block",
          "Write four numbers and a mask length, for example 10.0.0.0/16; one address alone ends"
              + " in /32.");
    }
    long address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        throw new InvalidValueException(
            Quoted.of(text) + " has a part above 255", "Use parts from 0 to 255.");
      }
      address = address * 256 + part;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    if (prefix > 32) {
      throw new InvalidValueException(
          Quoted.of(text) + " has a mask of more than 32 bits", "Use a mask from /0 to /32.");
    }
    Cidr block = new Cidr(address & mask(prefix), prefix);
    if (block.network() != address) {
      throw new InvalidValueException(
          Quoted.of(text) + " has address bits after its mask",
          "Write the first address of the block: " + block + ".");
    }
    return block;
  }

  /** A block that is known to be valid, for constants. */
  static Cidr of(String text) {
    try {
      return read(text);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException(e.problem(), e);
    }
  }

  /** How many addresses the block has. */
  public long size() {
    return 1L << (32 - prefix);
  }

  /** Whether this block contains all of {@code other}. */
  public boolean contains(Cidr other) {
    return prefix <= other.prefix() && (other.network() & mask(prefix)) == network;
  }

  /** Whether the two share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : (0xFFFFFFFFL << (32 - prefix)) & 0xFFFFFFFFL;
  }

  /** As it is written: {@code 10.0.0.0/16}. */
  @Override
  public String toString() {
    return (network >> 24)
        + "."
        + (network >> 16 & 255)
        + "."
        + (network >> 8 & 255)
        + "."
        + (network & 255)
        + "/"
        + prefix;
  }
}
