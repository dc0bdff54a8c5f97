package dev.linkspan.workflows.steps;

import org.jspecify.annotations.Nullable;

/**
 * What a person sends with a signal or an update.
 *
 * @param by who asks, recorded as claimed
 * @param reason why, recorded as claimed
 */
public record Command(@Nullable String by, @Nullable String reason) {}
