package dev.linkspan.starter.setups;

import dev.linkspan.workflows.plan.Plan;

/**
 * What is needed to find everything that a setup created.
 *
 * @param setupId see {@link dev.linkspan.workflows.plan.Owner}
 */
public record SetupIdentity(Plan plan, String setupId) {}
