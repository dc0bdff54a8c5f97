package dev.linkspan.sandbox.changefeed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs changefeeds, each a producer in a process of its own that ends with this one. */
public final class ChangefeedProcesses implements ChangefeedRunner {
  private final Path folder;
  private final Map<String, RunningChangefeed> running = new HashMap<>();

  /**
   * @param folder for each changefeed's hosts file and log
   */
  public ChangefeedProcesses(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a changefeed; one that runs already under this id is left alone.
   *
   * @param onStatus told every change of status, from another thread
   */
  @Override
  public synchronized void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
    RunningChangefeed known = running.get(spec.id());
    if (known != null && known.isAlive()) {
      return;
    }
    try {
      Path own = Files.createDirectories(folder.resolve(spec.id()));
      running.put(spec.id(), RunningChangefeed.start(own, spec, onStatus));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start changefeed " + spec.id(), e);
    }
  }

  /** Ends the changefeed; one that does not run is fine. */
  @Override
  public synchronized void stop(String id) {
    RunningChangefeed changefeed = running.remove(id);
    if (changefeed != null) {
      changefeed.close();
    }
  }

  /** Ends them all. */
  @Override
  public synchronized void close() {
    List.copyOf(running.keySet()).forEach(this::stop);
  }
}
