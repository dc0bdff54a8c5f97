package dev.linkspan.systemtests;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tests of several setups at the same time on one stack. */
final class Together {
  private Together() {}

  /** Runs all of them to their end, and fails with the first failure. */
  static void run(List<Runnable> tests) {
    ExecutorService pool = Executors.newFixedThreadPool(tests.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      tests.forEach(test -> running.add(pool.submit(test)));
      AssertionError failed = null;
      for (Future<?> test : running) {
        try {
          test.get();
        } catch (ExecutionException e) {
          AssertionError now = new AssertionError(e.getCause().getMessage(), e.getCause());
          if (failed == null) {
            failed = now;
          } else {
            failed.addSuppressed(now);
          }
        }
      }
      if (failed != null) {
        throw failed;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }
}
