package dev.linkspan.progress;

/**
 * A child tells its setup that one of its steps parked, or went on again.
 *
 * @param workflow id of the child
 * @param parked false once it goes on
 */
public record Attention(
    String workflow, String step, boolean parked, String problem, String remedy) {}
