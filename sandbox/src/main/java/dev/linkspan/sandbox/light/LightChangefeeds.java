package dev.linkspan.sandbox.light;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Changefeeds that report RUNNING but send nothing. */
public final class LightChangefeeds implements ChangefeedRunner {
  @Override
  public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
    // Reports later, as a process would: the caller has not stored the changefeed yet.
    var unused =
        CompletableFuture.runAsync(() -> onStatus.accept(new Status(Status.State.RUNNING, "")));
  }

  @Override
  public void stop(String id) {}

  @Override
  public void close() {}
}
