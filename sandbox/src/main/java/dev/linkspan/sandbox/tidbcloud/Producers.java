package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import java.util.function.Consumer;

/** Where changefeeds run. */
public interface Producers extends AutoCloseable {

  /** Starts one; one that runs already is left alone. */
  void start(ChangefeedSpec spec, Consumer<Status> onStatus);

  void stop(String id);

  /** Ends them all. */
  @Override
  void close();
}
