package dev.linkspan.sandbox.forwarding;

/** A member of a server group. {@code serverId} tells members apart, and is not interpreted. */
public record Backend(String serverId, String address, int port) {}
