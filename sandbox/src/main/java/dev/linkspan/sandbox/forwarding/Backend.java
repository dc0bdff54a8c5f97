package dev.linkspan.sandbox.forwarding;

/**
 * A member of a server group.
 *
 * @param serverId distinguishes members with the same address
 */
public record Backend(String serverId, String address, int port) {}
