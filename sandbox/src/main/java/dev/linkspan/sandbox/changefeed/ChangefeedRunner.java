package dev.linkspan.sandbox.changefeed;

import java.util.function.Consumer;

/** Where changefeeds run. */
public interface ChangefeedRunner extends AutoCloseable {

  /** Starts one; one that runs already is left alone. */
  void start(ChangefeedSpec spec, Consumer<Status> onStatus);

  void stop(String id);

  /** Ends them all. */
  @Override
  void close();
}
