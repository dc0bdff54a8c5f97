package dev.linkspan.sandbox.state;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler that uses the computer's clock and threads of its own. */
final class RealTimeScheduler implements Scheduler {
  private static final Logger log = LoggerFactory.getLogger(RealTimeScheduler.class);
  private static final Duration LONGEST_WORK = Duration.ofSeconds(5);

  // Tasks that arrive after the end are dropped. The store has what is in progress, and the next
  // run resumes it.
  private final ScheduledExecutorService clock =
      new ScheduledThreadPoolExecutor(
          1, daemon("transitions"), new ThreadPoolExecutor.DiscardPolicy());
  private final ExecutorService listenerExecutor =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemon("status-listener"),
          new ThreadPoolExecutor.DiscardPolicy());

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void schedule(Instant time, Runnable work) {
    long millis = Math.max(0, Duration.between(Instant.now(), time).toMillis());
    ScheduledFuture<?> unused = clock.schedule(work, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Executor listenerExecutor() {
    return listenerExecutor;
  }

  private static ThreadFactory daemon(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Waits for what runs, so that nobody writes to the state folder afterwards. */
  @Override
  public void close() {
    clock.shutdownNow();
    listenerExecutor.shutdown();
    try {
      if (!clock.awaitTermination(LONGEST_WORK.toMillis(), TimeUnit.MILLISECONDS)
          || !listenerExecutor.awaitTermination(LONGEST_WORK.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Changes of status still run after {}", LONGEST_WORK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
