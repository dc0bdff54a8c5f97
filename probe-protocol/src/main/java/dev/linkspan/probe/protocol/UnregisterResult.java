package dev.linkspan.probe.protocol;

/**
 * Result of {@code unregister}.
 *
 * @param removed false if the broker was not registered
 */
public record UnregisterResult(boolean removed) {}
