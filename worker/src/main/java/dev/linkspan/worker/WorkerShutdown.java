package dev.linkspan.worker;

import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits, when the process ends, for the tasks in flight. The Temporal starter starts the workers,
 * but at the end it only calls {@link WorkerFactory#shutdown}, which does not wait: the activities'
 * connections would be closed while they are in use.
 */
@Component
class WorkerShutdown implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerShutdown.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final WorkerFactory workers;

  WorkerShutdown(WorkerFactory workers) {
    this.workers = workers;
  }

  /** Does nothing: the starter starts the workers once the application is ready. */
  @Override
  public void start() {}

  @Override
  public void stop() {
    LOG.info("stops polling, and waits up to {} s for tasks in flight", PATIENCE.toSeconds());
    workers.shutdown();
    workers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    LOG.info(workers.isTerminated() ? "all tasks have ended" : "ends before all tasks have ended");
  }

  @Override
  public boolean isRunning() {
    return !workers.isShutdown();
  }
}
