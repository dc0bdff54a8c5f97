package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Marks;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A progress tree as lines, in as much detail as there is room for. */
public final class TreeText {

  /** How much is shown. */
  private enum Detail {
    EVERYTHING,
    FOLDED,
    BUSY
  }

  private static final int LONGEST_NAME = 56;

  private final Marks marks;
  private final int columns;
  private final Instant now;

  public TreeText(Console console, Instant now) {
    this.marks = console.marks();
    this.columns = console.columns();
    this.now = now;
  }

  /** Every step. */
  public List<String> everything(ProgressTree tree) {
    return lines(tree, Detail.EVERYTHING);
  }

  /** As much as fits into this many lines. */
  public List<String> fitting(ProgressTree tree, int rows) {
    for (Detail detail : Detail.values()) {
      List<String> lines = lines(tree, detail);
      if (lines.size() <= rows) {
        return lines;
      }
    }
    List<String> busy = lines(tree, Detail.BUSY);
    List<String> cut = new ArrayList<>(busy.subList(0, Math.max(0, rows - 1)));
    cut.add(marks.faint("  " + marks.more() + " and " + (busy.size() - cut.size()) + " more"));
    return cut;
  }

  /** The sign of a state. */
  public static String mark(Marks marks, State state) {
    return switch (state) {
      case DONE -> marks.green(marks.done());
      case RUNNING -> marks.bold(marks.running());
      case AWAITING_APPROVAL -> marks.yellow(marks.waiting());
      case PARKED -> marks.red(marks.wrong());
      case SKIPPED, CANCELLED -> marks.faint(marks.skipped());
      case PLANNED -> marks.faint(marks.planned());
    };
  }

  private List<String> lines(ProgressTree tree, Detail detail) {
    List<String> lines = new ArrayList<>();
    int width =
        Math.min(LONGEST_NAME, Math.max(longest(tree, 0), Widths.of(tree.progress().title())));
    add(tree, 0, width, detail, lines);
    return lines;
  }

  private void add(ProgressTree tree, int depth, int width, Detail detail, List<String> lines) {
    long ended = tree.steps().filter(s -> ProgressTree.ended(s.state())).count();
    String counts = ended + "/" + tree.steps().count();
    String elapsed = tree.elapsed(now).map(Widths::elapsed).orElse("");
    lines.add(
        row(depth, tree.state(), tree.progress().title(), width, elapsed, marks.faint(counts)));
    if (detail != Detail.EVERYTHING && depth > 0 && tree.state() == State.DONE) {
      return;
    }
    for (Step step : tree.progress().steps()) {
      if (shown(step, detail)) {
        add(step, depth + 1, width, lines);
      }
    }
    for (ProgressTree child : tree.children()) {
      add(child, depth + 1, width, detail, lines);
    }
  }

  private void add(Step step, int depth, int width, List<String> lines) {
    String elapsed = ProgressTree.elapsed(step, now).map(Widths::elapsed).orElse("");
    String attempt = step.attempt() > 1 ? "attempt " + step.attempt() : "";
    lines.add(row(depth, step.state(), step.name(), width, elapsed, marks.faint(attempt)));
    if (!ProgressTree.ended(step.state())) {
      String indent = "  ".repeat(depth + 1);
      step.waitingFor()
          .map(reason -> Widths.cut(indent + Widths.oneLine(reason), columns - 1, marks.more()))
          .ifPresent(reason -> lines.add(marks.yellow(reason)));
    }
  }

  private static boolean shown(Step step, Detail detail) {
    return detail != Detail.BUSY
        || !(ProgressTree.ended(step.state()) || step.state() == State.PLANNED);
  }

  private String row(
      int depth, State state, String name, int width, String elapsed, String remark) {
    String indent = "  ".repeat(depth);
    int room = Math.max(8, Math.min(width, columns - 24) - indent.length());
    String shown = Widths.padded(Widths.cut(name, room, marks.more()), room);
    String painted = state == State.PLANNED ? marks.faint(shown) : shown;
    return String.format("%s%s %s  %12s  %s", indent, mark(marks, state), painted, elapsed, remark)
        .stripTrailing();
  }

  private static int longest(ProgressTree tree, int depth) {
    int own =
        tree.progress().steps().stream().mapToInt(s -> Widths.of(s.name())).max().orElse(0)
            + 2 * (depth + 1);
    return tree.children().stream().mapToInt(c -> longest(c, depth + 1)).reduce(own, Math::max);
  }
}
