package dev.linkspan.sandbox.light;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Changefeeds that say they run, and send nothing. */
public final class LightChangefeeds implements ChangefeedRunner {
  @Override
  public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
    // Later, as a process would: whoever starts one is still writing it down.
    var unused =
        CompletableFuture.runAsync(() -> onStatus.accept(new Status(Status.State.RUNNING, "")));
  }

  @Override
  public void stop(String id) {}

  @Override
  public void close() {}
}
