package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Changefeeds;
import dev.linkspan.sandbox.changefeed.Status;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Changefeeds that really produce, each in a process of its own. */
public final class ChangefeedProcesses implements Producers {
  private final Changefeeds changefeeds;

  /**
   * @param folder for the changefeeds' files
   */
  public ChangefeedProcesses(Path folder) {
    changefeeds = new Changefeeds(folder);
  }

  @Override
  public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
    changefeeds.start(spec, onStatus);
  }

  @Override
  public void stop(String id) {
    changefeeds.stop(id);
  }

  @Override
  public void close() {
    changefeeds.close();
  }
}
