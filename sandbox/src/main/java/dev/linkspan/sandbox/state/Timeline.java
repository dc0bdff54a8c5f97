package dev.linkspan.sandbox.state;

import java.time.Instant;
import java.util.concurrent.Executor;

/** The time that changes of status take. */
public interface Timeline extends AutoCloseable {

  Instant now();

  /** Runs it then; at once where that is past. Dropped once this is closed. */
  void at(Instant time, Runnable work);

  /** Where listeners hear of changes: they may block. */
  Executor tellers();

  @Override
  void close();
}
