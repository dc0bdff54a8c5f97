package dev.linkspan.starter.progress;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.Polling;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.LiveArea;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.SurveyClient;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import java.time.Duration;
import java.time.Instant;

/** Shows the progress of a survey until it has ended. */
public final class SurveyFollower {
  private static final Duration INTERVAL = Duration.ofMillis(300);

  /** A worker that has just started responds within this time. */
  private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(6);

  private final Console console;
  private final SurveyClient survey;
  private final StepChanges changes;
  private final LiveArea live;
  private Instant lastResponse = Instant.now();

  public SurveyFollower(Console console, SurveyClient survey) {
    this.console = console;
    this.survey = survey;
    this.changes = new StepChanges(console.theme());
    this.live = new LiveArea(console);
  }

  /**
   * Waits for the result.
   *
   * @throws CommandFailure if no worker responds, or with every reason why the cluster cannot be
   *     linked
   */
  public Survey result() {
    try {
      return ShutdownAction.during(this::interrupted, this::follow);
    } finally {
      survey.leave();
    }
  }

  private void interrupted() {
    console.say(
        survey.leave()
            ? "\nStopped. The survey has ended; it changed nothing."
            : "\nStopped following. The survey ends by itself and changes nothing.");
  }

  private Survey follow() {
    while (!survey.ended()) {
      update();
      Polling.sleep(INTERVAL);
    }
    update();
    live.clear();
    return survey.result();
  }

  private void update() {
    try {
      show(survey.progress());
      lastResponse = Instant.now();
    } catch (CommandFailure silent) {
      if (survey.ended()) {
        return;
      }
      if (!silent.exitCode().mayPassSoon()
          || lastResponse.plus(WORKER_TIMEOUT).isBefore(Instant.now())) {
        live.clear();
        throw silent;
      }
    }
  }

  private void show(ProgressTree progress) {
    Instant now = Instant.now();
    if (console.live()) {
      live.draw(new ProgressTreeText(console, now).fitting(progress, console.rows() - 2));
    } else {
      changes.since(progress, now).forEach(console::say);
    }
  }
}
