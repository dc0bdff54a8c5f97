package dev.linkspan.workflows.steps;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Work that can be canceled as a whole, from a signal handler for example. Workflow code only. */
public final class CancellableWork {
  private final List<CancellationScope> scopes = new ArrayList<>();

  /**
   * Does work in a cancellation scope of its own.
   *
   * @throws io.temporal.failure.CanceledFailure after {@link #cancel}
   */
  public <T> T run(Supplier<T> work) {
    CompletablePromise<T> result = Workflow.newPromise();
    CancellationScope scope = Workflow.newCancellationScope(() -> result.complete(work.get()));
    scopes.add(scope);
    try {
      scope.run();
    } finally {
      scopes.remove(scope);
    }
    return result.get();
  }

  /** Cancels everything that runs now. */
  public void cancel(String reason) {
    List.copyOf(scopes).forEach(scope -> scope.cancel(reason));
  }

  /** Waits until nothing runs anymore. */
  public void awaitEnd() {
    Workflow.await(scopes::isEmpty);
  }
}
