package dev.linkspan.activities.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs several simulations at the same time. */
final class ParallelRuns {
  private static final int THREADS = 3;

  private ParallelRuns() {}

  /** Runs each one; returns the failures. */
  static <T> Map<T, Throwable> failures(List<T> each, Consumer<T> run) throws InterruptedException {
    Map<T, Throwable> failures = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Map<T, Future<?>> all = new LinkedHashMap<>();
      each.forEach(one -> all.put(one, threads.submit(() -> run.accept(one))));
      for (Map.Entry<T, Future<?>> one : all.entrySet()) {
        failure(one.getValue()).ifPresent(why -> failures.put(one.getKey(), why));
      }
    } finally {
      threads.shutdownNow();
    }
    return failures;
  }

  private static Optional<Throwable> failure(Future<?> run) throws InterruptedException {
    try {
      run.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause());
    }
  }
}
