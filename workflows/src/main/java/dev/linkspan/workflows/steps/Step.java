package dev.linkspan.workflows.steps;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a progress tree.
 *
 * @param name for people, for example {@code vSwitch broker-ap-southeast-1a}; unique in its
 *     workflow
 * @param startedAt empty while it has not started
 * @param endedAt empty until it has ended
 * @param attempt 1 plus the number of retries after parking
 * @param waitingFor what is wrong and what to do, while parked; else what the step waits for
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
    /** Needs a person; goes on after {@code retry}. */
    PARKED,
    DONE,
    SKIPPED,
    CANCELLED
  }
}
