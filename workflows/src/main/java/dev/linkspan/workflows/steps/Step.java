package dev.linkspan.workflows.steps;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a progress tree.
 *
 * @param name what a person reads, e.g. {@code vSwitch broker-ap-southeast-1a}; its key in the
 *     workflow
 * @param startedAt empty while it has not started
 * @param endedAt empty until it has ended
 * @param attempt 1, and one more for each {@code retry} after parking
 * @param waitingFor what is wrong and what to do, while parked; or what is waited for
 */
public record Step(
    String name,
    State state,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    int attempt,
    Optional<String> waitingFor) {

  /** The states of a step, in the order they come. */
  public enum State {
    PLANNED,
    RUNNING,
    /** Waits for a person's decision. */
    AWAITING_APPROVAL,
    /** Cannot go on without a person; {@code retry} goes on. */
    PARKED,
    DONE,
    SKIPPED,
    CANCELLED
  }
}
