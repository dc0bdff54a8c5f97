package dev.linkspan.workflows.steps;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;

/**
 * When a workflow last made something in a cloud, or may have: what was made just now may not be
 * listed yet, and a removal finds things by looking. Workflow code only.
 */
public final class CreationClock {
  private long lastAt;

  /** Does work that makes something; it may have, however it ends. */
  public <T> T during(Supplier<T> work) {
    try {
      T result = work.get();
      now();
      return result;
    } catch (TemporalFailure failed) {
      now();
      throw failed;
    }
  }

  /** Something was made just now. */
  public void now() {
    lastAt = Workflow.currentTimeMillis();
  }

  /** A child made something then. */
  public void heard(LastCreation told) {
    lastAt = Math.max(lastAt, told.at());
  }

  /** How long ago; since the epoch where nothing was made. */
  public long millisAgo() {
    return Workflow.currentTimeMillis() - lastAt;
  }

  /** Does a child's work; when it is cancelled, its setup hears when it last made something. */
  public <T> T toldTo(String setupWorkflow, Supplier<T> work) {
    try {
      return work.get();
    } catch (TemporalFailure cancelled) {
      if (Workflow.getVersion("madeLast", Workflow.DEFAULT_VERSION, 1)
          != Workflow.DEFAULT_VERSION) {
        LastCreation last = new LastCreation(Workflow.getInfo().getWorkflowId(), lastAt);
        Workflow.newDetachedCancellationScope(() -> Signals.send(setupWorkflow, "madeLast", last))
            .run();
      }
      throw cancelled;
    }
  }
}
