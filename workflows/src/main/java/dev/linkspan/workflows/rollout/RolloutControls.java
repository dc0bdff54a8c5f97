package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What people tell a running rollout: pause, resume, abort, accept. A command may be absent, and so
 * may its fields. Workflow code only.
 */
final class RolloutControls {
  private static final Logger LOG = Workflow.getLogger(RolloutControls.class);

  private final Steps steps;
  private Optional<String> paused = Optional.empty();
  private Optional<String> aborted = Optional.empty();
  private boolean unavailableAccepted;

  RolloutControls(Steps steps, boolean unavailableAccepted) {
    this.steps = steps;
    this.unavailableAccepted = unavailableAccepted;
  }

  void pause(@Nullable Command command) {
    paused = Optional.of("paused by " + signature(command));
    LOG.info("The rollout is {}", paused.get());
  }

  /** Retries everything that is parked, and ends a pause. */
  void goOn(@Nullable Command command) {
    paused = Optional.empty();
    LOG.info("The rollout goes on, asked by {}", signature(command));
    steps.retry();
  }

  void abort(@Nullable Command command) {
    aborted = Optional.of("aborted by " + signature(command));
    paused = Optional.empty();
    LOG.info("The rollout is {}", aborted.get());
    steps.abandonParked();
  }

  void acceptUnavailable(@Nullable Command command) {
    unavailableAccepted = true;
    LOG.info("Unavailable topics are accepted by {}", signature(command));
    steps.retry();
  }

  /** Who aborted the rollout and why; empty if nobody did. */
  Optional<String> aborted() {
    return aborted;
  }

  boolean unavailableAccepted() {
    return unavailableAccepted;
  }

  /**
   * Waits while the rollout is paused; call it only while no broker is in progress.
   *
   * @return whether it was paused
   */
  boolean awaitGoAhead() {
    if (paused.isEmpty()) {
      return false;
    }
    steps.run(ListenerRollout.PAUSED, this::parkWhilePaused);
    return true;
  }

  private String parkWhilePaused() {
    paused.ifPresent(
        text -> {
          throw Failures.needsPerson(
              text, "No broker is down. `resume` goes on, `abort` leaves the rest as it is.");
        });
    return ListenerRollout.PAUSED;
  }

  private static String signature(@Nullable Command command) {
    return who(command) + reasonOf(command).map(reason -> ": " + reason).orElse("");
  }

  /** The name given, or {@code someone}. */
  static String who(@Nullable Command command) {
    return given(command == null ? null : command.by()).orElse("someone");
  }

  /** The reason given, if any. */
  static Optional<String> reasonOf(@Nullable Command command) {
    return given(command == null ? null : command.reason());
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(there -> !there.isBlank());
  }
}
