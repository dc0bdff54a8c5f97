package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of steps since the last query, as plain lines for a log or a pipe. */
public final class StepChanges {
  private static final int MANY = 5;

  private final Theme theme;
  private final Map<String, Step> seen = new HashMap<>();

  public StepChanges(Theme theme) {
    this.theme = theme;
  }

  /**
   * A line for each step that started, ended, was parked, was retried, or reports another failed
   * attempt since the last call, in the order of the changes. If many steps ended before the first
   * call, one line counts them.
   */
  public List<String> since(ProgressTree tree, Instant now) {
    boolean first = seen.isEmpty();
    List<Change> changes = changes(tree);
    return lines(first, changes, now);
  }

  /** The same as documents. */
  public List<Change> changes(ProgressTree tree) {
    List<Change> changes = new ArrayList<>();
    collect(tree, "", changes);
    changes.sort(Comparator.comparing(Change::at));
    return changes;
  }

  private List<String> lines(boolean first, List<Change> all, Instant now) {
    List<Change> changes = new ArrayList<>(all);
    long before = changes.stream().filter(c -> ProgressTree.ended(c.step().state())).count();
    List<String> lines = new ArrayList<>();
    if (first && before > MANY) {
      changes.removeIf(c -> ProgressTree.ended(c.step().state()));
      lines.add(
          ProgressTreeText.mark(theme, State.DONE) + " " + before + " steps were done already");
    }
    changes.forEach(c -> lines.add(line(c, now)));
    return lines;
  }

  /**
   * What changed.
   *
   * @param group the title of the child workflow with a colon; blank for the setup itself
   * @param recovered whether the step goes on after failed attempts
   */
  public record Change(String group, Step step, boolean recovered) {
    /** When it changed. */
    Instant at() {
      return step.endedAt().or(step::startedAt).orElse(Instant.EPOCH);
    }
  }

  private void collect(ProgressTree tree, String group, List<Change> changes) {
    for (Step step : tree.progress().steps()) {
      Step before = seen.put(tree.progress().workflow() + "\n" + step.name(), step);
      if (changed(before, step)) {
        changes.add(new Change(group, step, recovered(before, step)));
      }
    }
    tree.children().forEach(c -> collect(c, c.progress().title() + ": ", changes));
  }

  private static boolean changed(@Nullable Step before, Step after) {
    if (after.state() == State.PLANNED) {
      return false;
    }
    return before == null
        || before.state() != after.state()
        || before.attempt() != after.attempt()
        || (!ProgressTree.ended(after.state()) && !before.waitingFor().equals(after.waitingFor()));
  }

  private static boolean recovered(@Nullable Step before, Step after) {
    return before != null
        && ProgressTreeText.failing(before)
        && after.state() == State.RUNNING
        && after.waitingFor().isEmpty();
  }

  private String line(Change change, Instant now) {
    Step step = change.step();
    StringBuilder line = new StringBuilder();
    line.append(ProgressTreeText.mark(theme, step))
        .append(' ')
        .append(change.group())
        .append(step.name());
    Optional<String> reason = step.waitingFor().filter(r -> !ProgressTree.ended(step.state()));
    if (ProgressTree.ended(step.state())) {
      ProgressTree.elapsed(step, now).ifPresent(d -> line.append("  ").append(DurationText.of(d)));
    }
    if (step.attempt() > 1) {
      line.append("  attempt ").append(step.attempt());
    }
    String separator = ProgressTreeText.failing(step) ? ": " : " - ";
    reason.ifPresent(r -> line.append(separator).append(TextWidth.oneLine(r)));
    if (change.recovered()) {
      line.append(" - works again");
    }
    return line.toString();
  }
}
