package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The {@code temporal} program: {@code LINKSPAN_TEMPORAL}, one on the PATH, or one built from its
 * source into the user's cache folder.
 */
final class TemporalBinary {
  // The newest version without a `replace` in its go.mod, which `go install` refuses.
  private static final String SOURCE = "github.com/temporalio/cli/cmd/temporal@v1.5.1";
  private static final int SAY_EVERY_SECONDS = 15;

  private final Map<String, String> environment;
  private final Console console;

  TemporalBinary(Map<String, String> environment, Console console) {
    this.environment = environment;
    this.console = console;
  }

  /** An executable; built when there is none, which takes minutes. */
  Path get() {
    return existing().orElseGet(this::build);
  }

  /** One that is there already. */
  Optional<Path> existing() {
    String named = environment.getOrDefault("LINKSPAN_TEMPORAL", "");
    if (!named.isBlank()) {
      Path path = Path.of(named).toAbsolutePath();
      if (!Files.isExecutable(path)) {
        throw new CommandFailure(
            ExitCode.USAGE, "LINKSPAN_TEMPORAL is " + named + ", which cannot be executed.");
      }
      return Optional.of(path);
    }
    return onPath("temporal").or(() -> Optional.of(cached()).filter(Files::isExecutable));
  }

  private Path cached() {
    return StateFolder.cache(environment).resolve("bin").resolve("temporal");
  }

  private Optional<Path> onPath(String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(path -> Files.isExecutable(path) && !Files.isDirectory(path))
        .findFirst();
  }

  private Path build() {
    Path go =
        onPath("go")
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "There is no `temporal` program, and no Go to build it with."
                            + "\nInstall Go (1.23 or newer), or the Temporal CLI, or set"
                            + " LINKSPAN_TEMPORAL to one."));
    Path bin = StateFolder.cache(environment).resolve("bin");
    try {
      Files.createDirectories(bin);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + bin, e);
    }
    return FolderLock.hold(bin, () -> Files.isExecutable(cached()) ? cached() : build(go, bin));
  }

  private Path build(Path go, Path bin) {
    try {
      return tryBuild(go, bin);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build into " + bin, e);
    }
  }

  private Path tryBuild(Path go, Path bin) throws IOException {
    Path fresh = Files.createTempDirectory(bin, "building");
    Path log = bin.resolve("build.log");
    console.say("Building the Temporal server from source, once; this takes about 3 minutes.");
    ProcessBuilder builder = new ProcessBuilder(go.toString(), "install", SOURCE);
    builder.environment().put("GOBIN", fresh.toString());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(new File("/dev/null"));
    long since = System.nanoTime();
    Process process = builder.start();
    try {
      while (!process.waitFor(SAY_EVERY_SECONDS, TimeUnit.SECONDS)) {
        console.say("  still building, " + since(since));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      List<String> tail = ComponentLog.tail(log, 0);
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "`go install " + SOURCE + "` failed:\n  " + String.join("\n  ", tail));
    }
    Files.move(fresh.resolve("temporal"), cached(), StandardCopyOption.ATOMIC_MOVE);
    Files.delete(fresh);
    console.say("Built in " + since(since) + ": " + cached());
    return cached();
  }

  private static String since(long nanos) {
    return DurationText.of(Duration.ofNanos(System.nanoTime() - nanos));
  }
}
