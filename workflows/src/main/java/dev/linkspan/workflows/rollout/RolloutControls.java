package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import java.util.Optional;

/** What people said to a rollout: pause, resume, abort, accept. Workflow code only. */
final class RolloutControls {
  private static final String PAUSED = "Pause";

  private final Steps steps;
  private Optional<String> paused = Optional.empty();
  private Optional<String> aborted = Optional.empty();
  private boolean unavailableAccepted;

  RolloutControls(Steps steps, boolean unavailableAccepted) {
    this.steps = steps;
    this.unavailableAccepted = unavailableAccepted;
  }

  void pause(Command command) {
    paused = Optional.of("paused by " + said(command));
  }

  /** A retry of everything that is parked ends a pause too. */
  void goOn() {
    paused = Optional.empty();
    steps.retry();
  }

  void abort(Command command) {
    aborted = Optional.of("aborted by " + said(command));
    paused = Optional.empty();
    steps.abandonParked();
  }

  void acceptUnavailable() {
    unavailableAccepted = true;
    steps.retry();
  }

  Optional<String> aborted() {
    return aborted;
  }

  boolean unavailableAccepted() {
    return unavailableAccepted;
  }

  /** Waits while paused; to be called where no broker is under way. */
  void awaitGoAhead() {
    if (paused.isPresent()) {
      steps.run(PAUSED, this::refuseWhilePaused);
    }
  }

  private String refuseWhilePaused() {
    paused.ifPresent(
        text -> {
          throw Failures.needsPerson(
              text, "No broker is down. `resume` goes on, `abort` leaves the rest as it is.");
        });
    return PAUSED;
  }

  private static String said(Command command) {
    String by = who(command);
    boolean why = command != null && command.reason() != null && !command.reason().isBlank();
    return why ? by + ": " + command.reason() : by;
  }

  /** The name given, or {@code someone}. */
  static String who(Command command) {
    boolean named = command != null && command.by() != null && !command.by().isBlank();
    return named ? command.by() : "someone";
  }
}
