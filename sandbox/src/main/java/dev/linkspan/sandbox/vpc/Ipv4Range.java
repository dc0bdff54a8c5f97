package dev.linkspan.sandbox.vpc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param first first address as a number
 * @param prefix length of the network part: 0 to 32
 */
public record Ipv4Range(long first, int prefix) {
  private static final Pattern CIDR =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /**
   * Parses a range such as {@code 10.0.0.0/16}; empty if it is malformed or has bits after the
   * prefix.
   */
  public static Optional<Ipv4Range> parse(String cidr) {
    Matcher matcher = CIDR.matcher(cidr);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      int value = Integer.parseInt(matcher.group(part));
      if (value > 255) {
        return Optional.empty();
      }
      address = address << 8 | value;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    if (prefix > 32 || address % (1L << (32 - prefix)) != 0) {
      return Optional.empty();
    }
    return Optional.of(new Ipv4Range(address, prefix));
  }

  public long size() {
    return 1L << (32 - prefix);
  }

  /** Returns the address at this offset from the first. */
  public String address(long offset) {
    long address = first + offset;
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  public boolean contains(Ipv4Range other) {
    return other.first >= first && other.first + other.size() <= first + size();
  }

  public boolean overlaps(Ipv4Range other) {
    return other.first < first + size() && first < other.first + other.size();
  }
}
