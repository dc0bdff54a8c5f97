package dev.linkspan.sandbox.machines;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A rule of a security group that accepts TCP connections.
 *
 * @param portRange such as {@code 22/22}, or {@code -1/-1} for all ports
 * @param sourceCidr IPv4 range such as {@code 10.0.0.0/8}; an address alone means {@code /32}
 */
public record InboundRule(String portRange, String sourceCidr) {
  private static final int IPV4_BITS = 32;

  /**
   * Whether this rule admits a connection.
   *
   * @throws IllegalArgumentException if the rule is malformed
   */
  public boolean admits(InetAddress source, int port) {
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
