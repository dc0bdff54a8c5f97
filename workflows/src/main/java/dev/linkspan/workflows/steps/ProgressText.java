package dev.linkspan.workflows.steps;

import java.util.Optional;

/** A progress as the text of a workflow's current details: Markdown, at most 20,000 bytes. */
final class ProgressText {
  /** The server refuses more than 20,000 bytes; most characters here take one byte. */
  private static final int LIMIT = 12_000;

  private ProgressText() {}

  static String markdown(Progress progress, Optional<String> headline) {
    StringBuilder text = new StringBuilder();
    text.append(headline.or(() -> ofParked(progress)).orElse("Nothing needs a person right now."));
    text.append("\n\n**").append(progress.title()).append("**\n\n");
    progress.steps().forEach(step -> text.append(line(step)));
    if (!progress.children().isEmpty()) {
      text.append("\nDetails in: ");
      text.append(String.join(", ", progress.children().stream().map(c -> "`" + c + "`").toList()));
    }
    return text.length() <= LIMIT ? text.toString() : text.substring(0, LIMIT) + "\n\n(cut)";
  }

  private static Optional<String> ofParked(Progress progress) {
    return progress.steps().stream()
        .filter(step -> step.state() == Step.State.PARKED)
        .findFirst()
        .map(
            step ->
                "Parked: %s: %s  \nWhen it is fixed, send the signal `retry` with `{\"by\": \"your name\"}`."
                    .formatted(step.name(), step.waitingFor().orElse("")));
  }

  private static String line(Step step) {
    StringBuilder line = new StringBuilder("- ").append(sign(step)).append(' ');
    line.append(step.name());
    if (step.attempt() > 1) {
      line.append(" (attempt ").append(step.attempt()).append(')');
    }
    step.waitingFor().ifPresent(reason -> line.append(": ").append(reason));
    return line.append('\n').toString();
  }

  private static String sign(Step step) {
    return switch (step.state()) {
      case PLANNED -> "○";
      case RUNNING -> step.waitingFor().isPresent() ? "⚠" : "▶";
      case AWAITING_APPROVAL -> "?";
      case PARKED -> "⏸";
      case DONE -> "✓";
      case SKIPPED -> "↷";
      case CANCELLED -> "✗";
    };
  }
}
