package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A progress tree as lines, with as much detail as fits. */
public final class ProgressTreeText {

  /** The amount of detail. */
  private enum Detail {
    ALL,
    COLLAPSED,
    ACTIVE
  }

  private static final int MAX_NAME_WIDTH = 56;

  private final Theme theme;
  private final int columns;
  private final Instant now;

  public ProgressTreeText(Console console, Instant now) {
    this.theme = console.theme();
    this.columns = console.columns();
    this.now = now;
  }

  /** All steps. */
  public List<String> all(ProgressTree tree) {
    return lines(tree, Detail.ALL);
  }

  /** The steps that fit into this many lines. */
  public List<String> fitting(ProgressTree tree, int rows) {
    for (Detail detail : Detail.values()) {
      List<String> lines = lines(tree, detail);
      if (lines.size() <= rows) {
        return lines;
      }
    }
    List<String> active = lines(tree, Detail.ACTIVE);
    List<String> cut = new ArrayList<>(active.subList(0, Math.max(0, rows - 1)));
    cut.add(
        theme.faint("  " + theme.ellipsis() + " and " + (active.size() - cut.size()) + " more"));
    return cut;
  }

  /** The symbol of a state. */
  public static String mark(Theme theme, State state) {
    return switch (state) {
      case DONE -> theme.green(theme.done());
      case RUNNING -> theme.bold(theme.running());
      case AWAITING_APPROVAL -> theme.yellow(theme.waiting());
      case PARKED -> theme.red(theme.wrong());
      case SKIPPED, CANCELLED -> theme.faint(theme.skipped());
      case PLANNED -> theme.faint(theme.planned());
    };
  }

  /** The symbol of a step: a running one whose attempts fail has one of its own. */
  static String mark(Theme theme, Step step) {
    return failing(step) ? theme.yellow(theme.warning()) : mark(theme, step.state());
  }

  /** Whether attempts of an activity of this step fail, and it is tried again. */
  static boolean failing(Step step) {
    return step.state() == State.RUNNING && step.waitingFor().isPresent();
  }

  private List<String> lines(ProgressTree tree, Detail detail) {
    List<String> lines = new ArrayList<>();
    int width =
        Math.min(MAX_NAME_WIDTH, Math.max(longest(tree, 0), TextWidth.of(tree.progress().title())));
    add(tree, 0, width, detail, lines);
    return lines;
  }

  private void add(ProgressTree tree, int depth, int width, Detail detail, List<String> lines) {
    String elapsed = tree.elapsed(now).map(DurationText::of).orElse("");
    lines.add(
        row(
            depth,
            tree.state(),
            mark(theme, tree.state()),
            tree.progress().title(),
            width,
            elapsed,
            theme.faint(tree.counts())));
    if (detail == Detail.ALL || depth == 0 || tree.state() != State.DONE) {
      addInside(tree, depth, width, detail, lines);
    }
  }

  private void addInside(
      ProgressTree tree, int depth, int width, Detail detail, List<String> lines) {
    for (Step step : tree.progress().steps()) {
      List<ProgressTree> inside = tree.childrenOf(step);
      if (inside.isEmpty()) {
        if (shown(step, detail)) {
          add(step, step.state(), mark(theme, step), remark(step), depth + 1, width, lines);
        }
      } else {
        addNested(step, inside, depth + 1, width, detail, lines);
      }
    }
    for (ProgressTree child : tree.otherChildren()) {
      add(child, depth + 1, width, detail, lines);
    }
  }

  /** A step and the workflow that carries it out are one node. */
  private void addNested(
      Step step,
      List<ProgressTree> inside,
      int depth,
      int width,
      Detail detail,
      List<String> lines) {
    ProgressTree newest = inside.get(inside.size() - 1);
    boolean over = ProgressTree.ended(step.state());
    State state = over || step.state() == State.PARKED ? step.state() : newest.state();
    if (!shown(step, detail)) {
      return;
    }
    String mark = state == step.state() ? mark(theme, step) : mark(theme, state);
    add(step, state, mark, theme.faint(newest.counts()) + remark(step), depth, width, lines);
    if (detail == Detail.ALL || !over) {
      inside.forEach(child -> addInside(child, depth, width, detail, lines));
    }
  }

  private String remark(Step step) {
    return step.attempt() > 1 ? theme.faint(" attempt " + step.attempt()) : "";
  }

  private void add(
      Step step,
      State state,
      String mark,
      String remark,
      int depth,
      int width,
      List<String> lines) {
    String elapsed = ProgressTree.elapsed(step, now).map(DurationText::of).orElse("");
    lines.add(row(depth, state, mark, step.name(), width, elapsed, remark.strip()));
    if (!ProgressTree.ended(step.state())) {
      String indent = "  ".repeat(depth + 1);
      step.waitingFor()
          .map(reason -> TextWidth.wrap(TextWidth.oneLine(reason), columns - 1 - indent.length()))
          .ifPresent(wrapped -> wrapped.forEach(line -> lines.add(theme.yellow(indent + line))));
    }
  }

  private static boolean shown(Step step, Detail detail) {
    return detail != Detail.ACTIVE
        || !(ProgressTree.ended(step.state()) || step.state() == State.PLANNED);
  }

  private String row(
      int depth, State state, String mark, String name, int width, String elapsed, String remark) {
    String indent = "  ".repeat(depth);
    int room = Math.max(8, Math.min(width, columns - 24) - indent.length());
    String shown = TextWidth.pad(TextWidth.truncate(name, room, theme.ellipsis()), room);
    String painted = state == State.PLANNED ? theme.faint(shown) : shown;
    return String.format("%s%s %s  %12s  %s", indent, mark, painted, elapsed, remark)
        .stripTrailing();
  }

  private static int longest(ProgressTree tree, int depth) {
    int own =
        tree.progress().steps().stream().mapToInt(s -> TextWidth.of(s.name())).max().orElse(0)
            + 2 * (depth + 1);
    return tree.children().stream().mapToInt(c -> longest(c, depth + 1)).reduce(own, Math::max);
  }
}
