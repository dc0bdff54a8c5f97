package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashPoint.Mistake;
import dev.linkspan.systemtests.HostileHands.Kind;
import java.util.List;

/** What people do by mistake while something is killed. A point chooses the same each time. */
final class CrashMistakes {
  private static final int RETRIES = 1_000;
  private static final String REASON = "a person's mistake";

  private final HostileHands hands;
  private final TemporalTools tools;

  CrashMistakes(LocalStack stack) {
    this.hands = new HostileHands(stack.client());
    this.tools = new TemporalTools(stack.client());
  }

  /** Makes the mistake of this point, if it has one. The Temporal server runs. */
  void make(CrashPoint point, CrashSetup setup) {
    point.mistake().ifPresent(mistake -> make(mistake, point, setup));
  }

  private void make(Mistake mistake, CrashPoint point, CrashSetup setup) {
    String workflow = setup.workflow("");
    switch (mistake) {
      case SIGNALS -> {
        hands.attack(workflow, Kind.SIGNALS);
        setup.openChildren().forEach(child -> hands.attack(child, Kind.SIGNALS));
      }
      case RETRIES -> hands.flood(workflow, "retry", RETRIES);
      case RESET -> {
        String run = tools.newestRun(workflow);
        tools.reset(workflow, run, chosen(point, tools.workflowTasks(workflow, run)));
      }
      case TERMINATION -> terminate(point, setup);
    }
  }

  /** Without a setup, its person starts it again, or removes what it created. */
  private void terminate(CrashPoint point, CrashSetup setup) {
    List<String> children = setup.openChildren();
    if (!children.isEmpty()) {
      tools.workflow(chosen(point, children)).terminate(REASON);
      return;
    }
    tools.workflow(setup.workflow("")).terminate(REASON);
    if (point.stage().endsWithLink()) {
      setup.start();
    } else {
      setup.destroyWithoutWorkflow(point.stage());
    }
  }

  private static <T> T chosen(CrashPoint point, List<T> all) {
    return all.get(Math.floorMod(point.toString().hashCode(), all.size()));
  }

  /**
   * Whether the setup asks a person for this because of the mistake. Resets and retries ask nobody.
   */
  static boolean follows(Mistake mistake, String request) {
    return switch (mistake) {
      case SIGNALS -> request.contains("aborted by ") || request.contains("paused by ");
      case TERMINATION -> request.contains(" was terminated");
      case RETRIES, RESET -> false;
    };
  }
}
