package dev.linkspan.workflows.steps;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * When a workflow last created something in a cloud, or may have. A list may not show a new
 * resource yet, and a teardown finds resources by listing. Workflow code only.
 */
public final class CreationClock {
  private Instant lastAt = Instant.EPOCH;

  /** Does work that creates something. However the work ends, it may have done so. */
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

  /** Something was created just now. */
  public void created() {
    lastAt = WorkflowTime.now();
  }

  /** A child reported its last creation. */
  public void reported(LastCreation last) {
    lastAt = last.at().isAfter(lastAt) ? last.at() : lastAt;
  }

  /** How long ago something was last created; since the epoch where nothing was. */
  public Duration sinceLast() {
    return WorkflowTime.since(lastAt);
  }

  /** Does a child's work. When that is canceled, the setup hears of the child's last creation. */
  public <T> T reportingTo(String setupWorkflow, Supplier<T> work) {
    try {
      return work.get();
    } catch (TemporalFailure canceled) {
      LastCreation last = new LastCreation(Workflow.getInfo().getWorkflowId(), lastAt);
      Workflow.newDetachedCancellationScope(
              () -> Message.send(setupWorkflow, Message.LAST_CREATION, last))
          .run();
      throw canceled;
    }
  }
}
