package dev.linkspan.sandbox.state;

import java.time.Instant;
import java.util.concurrent.Executor;

/** Runs changes of status at their time. */
public interface Scheduler extends AutoCloseable {

  Instant now();

  /**
   * Runs the task at this time, or at once if the time is past. Tasks are dropped after {@link
   * #close}.
   */
  void schedule(Instant time, Runnable work);

  /** The executor for listeners, which may block. */
  Executor listenerExecutor();

  @Override
  void close();
}
