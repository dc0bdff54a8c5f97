package dev.linkspan.workflows.steps;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Work that is canceled when it takes too long. Workflow code only. */
public final class BoundedWork {
  private BoundedWork() {}

  /**
   * Does work for at most this long.
   *
   * @throws io.temporal.failure.TemporalFailure when the time is over, or the work fails
   */
  public static void run(Duration longest, Runnable work) {
    CancellationScope bounded = Workflow.newCancellationScope(work);
    CancellationScope timer =
        Workflow.newCancellationScope(
            () ->
                Workflow.newTimer(longest)
                    .thenApply(
                        over -> {
                          bounded.cancel("it took longer than " + longest);
                          return null;
                        }));
    timer.run();
    try {
      bounded.run();
    } finally {
      timer.cancel("the work has ended");
    }
  }
}
