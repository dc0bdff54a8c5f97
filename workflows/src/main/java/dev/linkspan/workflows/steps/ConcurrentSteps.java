package dev.linkspan.workflows.steps;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Branches of one workflow that run concurrently. A branch waits for its inputs with {@code
 * Promise.get}, which cancellation does not interrupt: it ends because its inputs end. Workflow
 * code only.
 */
public final class ConcurrentSteps {
  private final List<Promise<?>> started = new ArrayList<>();

  /** Starts a branch now. */
  public <T> Promise<T> start(Supplier<T> work) {
    Promise<T> branch = Async.function(work::get);
    started.add(branch);
    return branch;
  }

  /** Starts a branch that returns nothing. */
  public Promise<Void> go(Runnable work) {
    Promise<Void> branch = Async.procedure(work::run);
    started.add(branch);
    return branch;
  }

  /** One branch for each item, all at once. */
  public <I, T> List<Promise<T>> each(List<I> items, Function<I, T> work) {
    List<Promise<T>> branches = new ArrayList<>();
    items.forEach(item -> branches.add(start(() -> work.apply(item))));
    return List.copyOf(branches);
  }

  /** One branch for each item, each of which starts when the previous one has succeeded. */
  public <I, T> List<Promise<T>> oneByOne(List<I> items, Function<I, T> work) {
    List<Promise<T>> branches = new ArrayList<>();
    for (I item : items) {
      List<Promise<T>> before = List.copyOf(branches);
      branches.add(
          start(
              () -> {
                if (!before.isEmpty()) {
                  before.get(before.size() - 1).get();
                }
                return work.apply(item);
              }));
    }
    return List.copyOf(branches);
  }

  /** The results, in the order of the branches. */
  public static <T> List<T> all(List<Promise<T>> branches) {
    List<T> results = new ArrayList<>();
    branches.forEach(branch -> results.add(branch.get()));
    return List.copyOf(results);
  }

  /**
   * Runs the body. When that is canceled, waits until every branch has ended before it throws:
   * whoever canceled can then undo what was done. An unexpected exception cancels the branches
   * first, so the body can run again.
   */
  public <T> T joined(Supplier<T> body) {
    CompletablePromise<T> result = Workflow.newPromise();
    CancellationScope scope = Workflow.newCancellationScope(() -> result.complete(body.get()));
    try {
      scope.run();
    } catch (TemporalFailure canceled) {
      awaitBranches();
      throw canceled;
    } catch (RuntimeException e) {
      if (UnexpectedFailure.is(e)) {
        scope.cancel("another branch failed unexpectedly");
        awaitBranches();
      }
      throw e;
    }
    return result.get();
  }

  private void awaitBranches() {
    for (int i = 0; i < started.size(); i++) {
      started.get(i).getFailure();
    }
  }
}
