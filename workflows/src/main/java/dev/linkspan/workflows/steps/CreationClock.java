package dev.linkspan.workflows.steps;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * When a workflow last made something in a cloud, or may have: what was made just now may not be
 * listed yet, and a removal finds things by looking. Workflow code only.
 */
public final class CreationClock {
  private Instant lastAt = Instant.EPOCH;

  /** Does work that makes something; it may have, however it ends. */
  public <T> T during(Supplier<T> work) {
    try {
      T result = work.get();
      created();
      return result;
    } catch (TemporalFailure failed) {
      created();
      throw failed;
    }
  }

  /** Something was made just now. */
  public void created() {
    lastAt = now();
  }

  /** A child made something then. */
  public void heard(LastCreation told) {
    lastAt = told.at().isAfter(lastAt) ? told.at() : lastAt;
  }

  /** How long ago something was last created; since the epoch where nothing was. */
  public Duration sinceLast() {
    return Duration.between(lastAt, now());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  /** Does a child's work; when it is cancelled, its setup hears when it last made something. */
  public <T> T toldTo(String setupWorkflow, Supplier<T> work) {
    try {
      return work.get();
    } catch (TemporalFailure cancelled) {
      LastCreation last = new LastCreation(Workflow.getInfo().getWorkflowId(), lastAt);
      Workflow.newDetachedCancellationScope(() -> Signals.send(setupWorkflow, "madeLast", last))
          .run();
      throw cancelled;
    }
  }
}
