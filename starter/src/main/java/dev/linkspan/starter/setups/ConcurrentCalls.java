package dev.linkspan.starter.setups;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls that wait for a server at the same time, each in a thread of its own: the pool of parallel
 * streams has one thread on a machine of two processors.
 */
public final class ConcurrentCalls {
  private static final int AT_ONCE = 32;
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "call");
            thread.setDaemon(true);
            return thread;
          });

  private ConcurrentCalls() {}

  /** A call that has started. */
  public static final class Started<T> {
    private final CompletableFuture<T> future;

    private Started(CompletableFuture<T> future) {
      this.future = future;
    }

    /** Waits for its result, or throws what it threw. */
    public T result() {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw e;
      }
    }
  }

  /** Starts a call. */
  public static <T> Started<T> start(Supplier<T> call) {
    return new Started<>(CompletableFuture.supplyAsync(call, THREADS));
  }

  /** Makes a call for each of these, many at a time; returns the results in their order. */
  static <A, T> List<T> each(List<A> all, Function<A, T> call) {
    List<T> results = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<A> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      some.stream()
          .map(one -> start(() -> call.apply(one)))
          .toList()
          .forEach(started -> results.add(started.result()));
    }
    return results;
  }
}
