package dev.linkspan.sandbox.changefeed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs each changefeed in a process of its own, which ends when this process ends. */
public final class ChangefeedProcesses implements ChangefeedRunner {
  private final Path folder;
  private final Map<String, RunningChangefeed> running = new HashMap<>();

  /**
   * @param folder folder for the hosts file and the log of each changefeed
   */
  public ChangefeedProcesses(Path folder) {
    this.folder = folder;
  }

  /** {@inheritDoc} Calls the listener from another thread. */
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

  /** {@inheritDoc} */
  @Override
  public synchronized void stop(String id) {
    RunningChangefeed changefeed = running.remove(id);
    if (changefeed != null) {
      changefeed.close();
    }
  }

  /** Stops all changefeeds. */
  @Override
  public synchronized void close() {
    List.copyOf(running.keySet()).forEach(this::stop);
  }
}
