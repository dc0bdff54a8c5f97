package dev.linkspan.starter.progress;

import dev.linkspan.progress.Step;
import dev.linkspan.progress.Step.State;
import dev.linkspan.starter.console.Marks;
import dev.linkspan.starter.console.Widths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed since the last look, as plain lines: for a log or a pipe. */
public final class StepChanges {
  private final Marks marks;
  private final Map<String, Step> seen = new HashMap<>();

  public StepChanges(Marks marks) {
    this.marks = marks;
  }

  /** A line for each step that started, ended, parked or went on since the last call. */
  public List<String> since(ProgressTree tree, Instant now) {
    List<String> lines = new ArrayList<>();
    collect(tree, "", now, lines);
    return lines;
  }

  private void collect(ProgressTree tree, String group, Instant now, List<String> lines) {
    for (Step step : tree.progress().steps()) {
      Step before = seen.put(tree.progress().workflow() + "\n" + step.name(), step);
      if (changed(before, step)) {
        lines.add(line(group, step, now));
      }
    }
    tree.children().forEach(c -> collect(c, c.progress().title() + ": ", now, lines));
  }

  private static boolean changed(Step before, Step after) {
    if (after.state() == State.PLANNED) {
      return false;
    }
    return before == null
        || before.state() != after.state()
        || before.attempt() != after.attempt()
        || (!ProgressTree.ended(after.state()) && !before.waitingFor().equals(after.waitingFor()));
  }

  private String line(String group, Step step, Instant now) {
    StringBuilder line = new StringBuilder();
    line.append(TreeText.mark(marks, step.state())).append(' ').append(group).append(step.name());
    Optional<String> reason = step.waitingFor().filter(r -> !ProgressTree.ended(step.state()));
    if (ProgressTree.ended(step.state())) {
      ProgressTree.elapsed(step, now).ifPresent(d -> line.append("  ").append(Widths.elapsed(d)));
    }
    if (step.attempt() > 1) {
      line.append("  attempt ").append(step.attempt());
    }
    reason.ifPresent(r -> line.append(" - ").append(Widths.oneLine(r)));
    return line.toString();
  }
}
