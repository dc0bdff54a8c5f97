package dev.linkspan.workflows.steps;

import java.util.Optional;

/**
 * A progress as the text of a workflow's current details: Markdown, at most 20,000 bytes. States
 * are words, since not every browser has a glyph for each.
 */
final class ProgressText {
  /** The server refuses more than 20,000 bytes; most characters here take one byte. */
  private static final int LIMIT = 12_000;

  private ProgressText() {}

  /**
   * @param namespace of the workflow, for links to the pages of its children
   */
  static String markdown(Progress progress, Optional<String> headline, String namespace) {
    StringBuilder text = new StringBuilder();
    text.append(headline.or(() -> ofParked(progress)).orElse("Nothing needs a person right now."));
    text.append("\n\n**").append(progress.title()).append("**\n\n");
    progress.steps().forEach(step -> text.append(line(step)));
    if (!progress.children().isEmpty()) {
      text.append("\nDetails in: ");
      text.append(
          String.join(
              ", ", progress.children().stream().map(child -> link(child, namespace)).toList()));
    }
    return text.length() <= LIMIT ? text.toString() : text.substring(0, LIMIT) + "\n\n(cut)";
  }

  /** The page of a workflow in the Temporal UI that shows this text. */
  private static String link(String workflow, String namespace) {
    return "[%s](/namespaces/%s/workflows/%s)".formatted(workflow, namespace, workflow);
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
    StringBuilder line = new StringBuilder("- ").append(state(step)).append(": ");
    line.append(step.name());
    if (step.attempt() > 1) {
      line.append(" (attempt ").append(step.attempt()).append(')');
    }
    step.waitingFor().ifPresent(reason -> line.append(": ").append(reason));
    return line.append('\n').toString();
  }

  private static String state(Step step) {
    return switch (step.state()) {
      case PLANNED -> "planned";
      case RUNNING -> step.waitingFor().isPresent() ? "**failing**" : "**running**";
      case AWAITING_APPROVAL -> "**waits for a decision**";
      case PARKED -> "**parked**";
      case DONE -> "done";
      case SKIPPED -> "skipped";
      case CANCELLED -> "canceled";
    };
  }
}
