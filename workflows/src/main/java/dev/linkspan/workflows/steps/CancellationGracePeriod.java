package dev.linkspan.workflows.steps;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Time for what must not be left half done when a workflow is cancelled. Workflow code only. */
public final class CancellationGracePeriod {
  private CancellationGracePeriod() {}

  /**
   * Does work that goes on when its surroundings are cancelled, but not for longer than this from
   * then on.
   *
   * @throws CanceledFailure when they are cancelled already: then it does not begin
   */
  public static void run(Duration grace, Runnable work) {
    CancellationScope.throwCanceled();
    CancellationScope around = CancellationScope.current();
    CancellationScope scope = Workflow.newDetachedCancellationScope(work);
    around.getCancellationRequest().thenApply(reason -> cancelAfter(grace, scope, reason));
    scope.run();
  }

  private static Void cancelAfter(Duration grace, CancellationScope scope, String reason) {
    Workflow.newDetachedCancellationScope(
            () ->
                Workflow.newTimer(grace)
                    .thenApply(
                        over -> {
                          scope.cancel(reason);
                          return null;
                        }))
        .run();
    return null;
  }
}
