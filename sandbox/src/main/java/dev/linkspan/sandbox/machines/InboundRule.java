package dev.linkspan.sandbox.machines;

/**
 * One accepting rule of a security group, for TCP.
 *
 * @param portRange {@code 22/22}, or {@code -1/-1} for all ports
 * @param sourceCidr an IPv4 range, {@code 10.0.0.0/8}; an address alone means {@code /32}
 */
public record InboundRule(String portRange, String sourceCidr) {}
