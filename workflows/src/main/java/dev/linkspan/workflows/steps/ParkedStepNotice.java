package dev.linkspan.workflows.steps;

/**
 * A child tells its setup that one of its steps parked, or went on again.
 *
 * @param workflow id of the child
 * @param parked false once it goes on
 */
public record ParkedStepNotice(
    String workflow, String step, boolean parked, String problem, String remedy) {}
