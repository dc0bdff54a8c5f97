package dev.linkspan.workflows.setup;

import java.time.Instant;

/**
 * A signal that the setup ignored.
 *
 * @param reason why, for people
 */
public record IgnoredSignal(Instant at, String reason) {}
