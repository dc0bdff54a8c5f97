package dev.linkspan.workflows.steps;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Time to finish work that must not be left half done on cancellation. Workflow code only. */
public final class CancellationGracePeriod {
  private CancellationGracePeriod() {}

  /**
   * Does work that survives a cancellation of the current scope, for at most this long after it.
   *
   * @throws CanceledFailure when the scope is canceled already; the work does not begin then
   */
  public static void run(Duration gracePeriod, Runnable work) {
    CancellationScope.throwCanceled();
    CancellationScope current = CancellationScope.current();
    CancellationScope detached = Workflow.newDetachedCancellationScope(work);
    current
        .getCancellationRequest()
        .thenApply(reason -> cancelAfter(gracePeriod, detached, reason));
    detached.run();
  }

  private static Void cancelAfter(Duration gracePeriod, CancellationScope scope, String reason) {
    Workflow.newDetachedCancellationScope(
            () ->
                Workflow.newTimer(gracePeriod)
                    .thenApply(
                        over -> {
                          scope.cancel(reason);
                          return null;
                        }))
        .run();
    return null;
  }
}
