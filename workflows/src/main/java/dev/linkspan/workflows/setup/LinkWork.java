package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.steps.CancellableWork;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.failure.TemporalFailure;

/**
 * The work of a setup on its link, which {@code destroy} interrupts at any point. Workflow code
 * only.
 */
final class LinkWork {
  private final String setup;
  private final SetupRecord record;
  private final Steps steps;
  private final Notices notices;
  private final CancellableWork work = new CancellableWork();
  private boolean destroyRequested;

  /**
   * @param setup its name
   * @param destroyRequested whether there is nothing to do anymore from the beginning
   */
  LinkWork(
      String setup, SetupRecord record, Steps steps, Notices notices, boolean destroyRequested) {
    this.setup = setup;
    this.record = record;
    this.steps = steps;
    this.notices = notices;
    this.destroyRequested = destroyRequested;
  }

  boolean isDestroyRequested() {
    return destroyRequested;
  }

  /** Interrupts what is in progress. */
  void destroy() {
    destroyRequested = true;
    work.cancel("destroy");
  }

  /** The same, except that what is in progress goes on to its end. */
  void destroyAfterwards() {
    destroyRequested = true;
  }

  /** Waits until nothing is in progress anymore. */
  void awaitEnd() {
    work.awaitEnd();
  }

  /** For a verification, which changes nothing. */
  CancellableWork cancellable() {
    return work;
  }

  /**
   * Does work that leaves a finished link, unless {@code destroy} interrupts it.
   *
   * @param title for people who wait for its end
   */
  void finish(String title, Runnable body) {
    if (isDone(body)) {
      record.change(SetupState::finished);
      steps.show();
      notices.finished(title, record.state().phase());
    }
  }

  /** Does work; false if {@code destroy} has interrupted it. */
  boolean isDone(Runnable body) {
    try {
      work.run(
          () -> {
            body.run();
            return setup;
          });
      return true;
    } catch (TemporalFailure cancelled) {
      if (!destroyRequested) {
        throw cancelled;
      }
      return false;
    }
  }
}
