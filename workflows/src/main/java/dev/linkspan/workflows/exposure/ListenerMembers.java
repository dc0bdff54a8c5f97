package dev.linkspan.workflows.exposure;

import java.util.Optional;

/**
 * A listener of the load balancer.
 *
 * @param nodeId the one broker behind it; empty for the bootstrap listener
 */
public record ListenerMembers(String listenerId, int port, int members, Optional<Integer> nodeId) {}
