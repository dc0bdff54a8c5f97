package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.IgnoredSignal;
import dev.linkspan.workflows.setup.SetupStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers of people since the last query: the decision, and signals that do not count. */
final class AnswerChanges {
  private final Console console;
  private Optional<SetupStatus> before = Optional.empty();

  AnswerChanges(Console console) {
    this.console = console;
  }

  /** A line for each answer since the last call; none at the first call. */
  List<String> since(SetupStatus now) {
    List<String> lines = new ArrayList<>();
    if (before.isPresent()) {
      Optional<Decision> decision = now.decision();
      if (!decision.equals(before.get().decision())) {
        decision.ifPresent(d -> lines.add("The endpoint is " + ApprovalText.decided(d) + "."));
      }
      Optional<IgnoredSignal> ignored = now.ignored();
      if (!ignored.equals(before.get().ignored())) {
        ApprovalText.ignored(now, console).ifPresent(lines::add);
      }
    }
    before = Optional.of(now);
    return lines;
  }
}
