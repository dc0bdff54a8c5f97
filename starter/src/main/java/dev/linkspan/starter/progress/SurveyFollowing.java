package dev.linkspan.starter.progress;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.LiveArea;
import dev.linkspan.starter.temporal.Surveys;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import java.time.Duration;
import java.time.Instant;

/** Shows the progress of a survey until it has an answer. */
public final class SurveyFollowing {
  private static final Duration TURN = Duration.ofMillis(300);

  /** A worker that has just started answers within this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Console console;
  private final Surveys surveys;
  private final StepChanges changes;
  private final LiveArea live;
  private Instant answered = Instant.now();

  public SurveyFollowing(Console console, Surveys surveys) {
    this.console = console;
    this.surveys = surveys;
    this.changes = new StepChanges(console.marks());
    this.live = new LiveArea(console);
  }

  /** Follows; fails when nobody works on it, or with all that the survey found wrong. */
  public Survey result() {
    try (Detachment detachment =
        Detachment.of(console, "Stopped looking; the survey ends by itself and touches nothing.")) {
      while (!surveys.ended()) {
        look();
        detachment.pause(TURN);
      }
      look();
      live.clear();
      return surveys.result();
    }
  }

  private void look() {
    try {
      show(surveys.progress());
      answered = Instant.now();
    } catch (CommandFailure silent) {
      if (silent.exitCode() != ExitCode.NO_WORKER
          || answered.plus(PATIENCE).isBefore(Instant.now())) {
        live.clear();
        throw silent;
      }
    }
  }

  private void show(ProgressTree progress) {
    Instant now = Instant.now();
    if (console.live()) {
      live.draw(new TreeText(console, now).fitting(progress, console.rows() - 2));
    } else {
      changes.since(progress, now).forEach(console::say);
    }
  }
}
