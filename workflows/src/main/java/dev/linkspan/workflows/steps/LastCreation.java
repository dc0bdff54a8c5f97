package dev.linkspan.workflows.steps;

import java.time.Instant;

/**
 * When a child that was canceled last created something.
 *
 * @param workflow id of the child
 * @param at in workflow time; {@link Instant#EPOCH} where nothing was created
 */
public record LastCreation(String workflow, Instant at) {}
