package dev.linkspan.sandbox.state;

import java.time.Instant;
import java.util.concurrent.Executor;

/** The time that changes of status take. */
public interface Scheduler extends AutoCloseable {

  Instant now();

  /** Runs it then; at once where that is past. Dropped once this is closed. */
  void schedule(Instant time, Runnable work);

  /** Where listeners hear of changes: they may block. */
  Executor listenerExecutor();

  @Override
  void close();
}
