package dev.linkspan.sandbox.machines;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule of a security group for TCP connections.
 *
 * @param portRange such as {@code 22/22}, or {@code -1/-1} for all ports
 * @param sourceCidr IPv4 range such as {@code 10.0.0.0/8}; an address alone means {@code /32}
 * @param accepts whether it accepts or drops connections
 */
public record InboundRule(String portRange, String sourceCidr, boolean accepts) {
  private static final int IPV4_BITS = 32;

  /** A rule that accepts. */
  public InboundRule(String portRange, String sourceCidr) {
    this(portRange, sourceCidr, true);
  }

  /**
   * Whether a connection is admitted: the first rule that covers it decides.
   *
   * @param rules the highest priority first
   * @param covers whether a rule is for the connection
   */
  public static boolean admit(List<InboundRule> rules, Predicate<InboundRule> covers) {
    return rules.stream().filter(covers).findFirst().map(InboundRule::accepts).orElse(false);
  }

  /**
   * Whether this rule is for a connection.
   *
   * @throws IllegalArgumentException if the rule is malformed
   */
  public boolean covers(InetAddress source, int port) {
    return coversPort(port) && coversSource(source);
  }

  private boolean coversPort(int port) {
    String[] bounds = portRange.split("/", 2);
    int first = Integer.parseInt(bounds[0]);
    int last = bounds.length == 1 ? first : Integer.parseInt(bounds[1]);
    return first == -1 || (first <= port && port <= last);
  }

  private boolean coversSource(InetAddress source) {
    String[] parts = sourceCidr.split("/", 2);
    int bits = parts.length == 1 ? IPV4_BITS : Integer.parseInt(parts[1]);
    long mask = bits == 0 ? 0 : -1L << (IPV4_BITS - bits);
    byte[] address = source.getAddress();
    return address.length == Integer.BYTES
        && (number(address) & mask) == (number(octets(parts[0])) & mask);
  }

  private static byte[] octets(String address) {
    String[] parts = address.split("\\.", -1);
    byte[] octets = new byte[Integer.BYTES];
    if (parts.length != octets.length) {
      throw new IllegalArgumentException("not an IPv4 address: " + address);
    }
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) Integer.parseInt(parts[i]);
    }
    return octets;
  }

  private static long number(byte[] address) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt());
  }
}
