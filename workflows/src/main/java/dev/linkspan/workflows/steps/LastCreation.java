package dev.linkspan.workflows.steps;

import java.time.Instant;

/**
 * A child that was cancelled tells its setup when it last made something.
 *
 * @param workflow id of the child
 * @param at in workflow time; {@link Instant#EPOCH} where nothing was created
 */
public record LastCreation(String workflow, Instant at) {}
