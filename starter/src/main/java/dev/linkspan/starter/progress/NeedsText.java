package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a setup needs from a person, with the commands of this program that give it. */
public final class NeedsText {
  private NeedsText() {}

  /** Whether every parked step is the pause of a rollout, so that nothing has to be fixed. */
  public static boolean isPaused(SetupStatus status) {
    return !status.parked().isEmpty() && status.parked().stream().allMatch(NeedsText::isPause);
  }

  private static boolean isPause(ParkedStepNotice notice) {
    return notice.step().equals(ListenerRollout.PAUSED)
        && notice.workflow().startsWith(ListenerRollout.id(""));
  }

  /** One line; empty if it needs nothing. */
  public static Optional<String> line(SetupStatus status) {
    String name = status.name();
    if (isPaused(status)) {
      return Optional.of("the rollout is paused: linkspan resume " + name);
    }
    if (!status.parked().isEmpty()) {
      ParkedStepNotice first = status.parked().get(0);
      return Optional.of(
          first.step()
              + " is parked: "
              + TextWidth.oneLine(first.problem())
              + ". Then: linkspan retry "
              + name);
    }
    return switch (status.phase()) {
      case AWAITING_APPROVAL ->
          status
              .approval()
              .map(r -> "endpoint " + r.endpointId() + " asks: linkspan approve " + name);
      case BROKEN -> Optional.of("fix what is broken. Then: linkspan verify " + name);
      default -> Optional.empty();
    };
  }

  /** The same in full: every parked step, and what a repair puts back. */
  public static List<String> lines(SetupStatus status, Console console) {
    List<String> lines = new ArrayList<>();
    status.parked().forEach(notice -> lines.addAll(parked(notice, console)));
    String name = status.name();
    if (isPaused(status)) {
      lines.add("To continue, run: linkspan resume " + name + "  or  linkspan abort " + name);
    } else if (!status.parked().isEmpty()) {
      lines.add("After you fix the problem, run: linkspan retry " + name);
    }
    leftDown(status).ifPresent(lines::add);
    switch (status.phase()) {
      case READY, BROKEN -> lines.addAll(repairs(status));
      default -> {}
    }
    return lines;
  }

  private static List<String> repairs(SetupStatus status) {
    RepairPlan plan = RepairPlan.of(status.findings());
    if (!plan.repairable().isEmpty()) {
      return List.of(
          "Linkspan can repair "
              + plan.repairable().size()
              + " of "
              + status.findings().size()
              + ". To see how, run: linkspan repair "
              + status.name()
              + " --plan");
    }
    return status.findings().isEmpty()
        ? List.of()
        : List.of("After you fix the problem, run: linkspan verify " + status.name());
  }

  /** A broker that the last rollout left down, unless a verification after it has passed. */
  private static Optional<String> leftDown(SetupStatus status) {
    return status.leftDown().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "down at the end of the last rollout: broker "
                + String.join(", ", status.leftDown().stream().map(String::valueOf).toList())
                + ". Start it, then run: linkspan verify "
                + status.name());
  }

  /** A parked step: the problem, and how to fix it. */
  public static List<String> parked(ParkedStepNotice notice, Console console) {
    boolean pause = isPause(notice);
    return List.of(
        console.theme().red(console.theme().wrong()) + " " + notice.step() + " is parked",
        "    " + TextWidth.oneLine(notice.problem()),
        "    -> " + (pause ? "No broker is down." : TextWidth.oneLine(notice.remedy())));
  }
}
