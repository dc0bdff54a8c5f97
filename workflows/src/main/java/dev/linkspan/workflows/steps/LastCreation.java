package dev.linkspan.workflows.steps;

/**
 * A child that was cancelled tells its setup when it last made something.
 *
 * @param workflow id of the child
 * @param at milliseconds since the epoch, in workflow time; 0 for nothing at all
 */
public record LastCreation(String workflow, long at) {}
