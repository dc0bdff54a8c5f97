package dev.linkspan.sandbox.changefeed;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs changefeeds, each a producer in a process of its own. */
public final class Changefeeds implements AutoCloseable {

  /**
   * @param folder for each changefeed's hosts file and log
   */
  public Changefeeds(Path folder) {}

  /**
   * Starts a changefeed; one that runs already under this id is left alone.
   *
   * @param onStatus told every change of status, from another thread
   */
  public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
    throw new UnsupportedOperationException();
  }

  /** Ends the changefeed; one that does not run is fine. */
  public void stop(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
