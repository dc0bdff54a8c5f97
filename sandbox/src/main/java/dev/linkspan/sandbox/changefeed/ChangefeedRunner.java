package dev.linkspan.sandbox.changefeed;

import java.util.function.Consumer;

/** Runs changefeeds. */
public interface ChangefeedRunner extends AutoCloseable {

  /**
   * Starts a changefeed. Does nothing if a changefeed with this id is running.
   *
   * @param onStatus called for every change of status
   */
  void start(ChangefeedSpec spec, Consumer<Status> onStatus);

  void stop(String id);

  /** Stops all changefeeds. */
  @Override
  void close();
}
