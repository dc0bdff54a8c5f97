package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that may take minutes: every 15 seconds it says that it still runs.
 *
 * @param environment all of it: nothing is inherited
 */
record LongCommand(List<String> command, Map<String, String> environment, Console console) {
  private static final int SAY_EVERY_SECONDS = 15;

  /**
   * Runs it, without input.
   *
   * @param log gets its output
   * @throws CommandFailure with the end of its output, when its exit code is not 0
   */
  void run(Path log) {
    try {
      if (exitCode(log) != 0) {
        throw new CommandFailure(
            ExitCode.UNEXPECTED,
            "`"
                + String.join(" ", command)
                + "` failed:\n  "
                + String.join("\n  ", ComponentLog.tail(log, 0)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    }
  }

  private int exitCode(Path log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(new File("/dev/null"));
    long since = System.nanoTime();
    Process process = builder.start();
    try {
      while (!process.waitFor(SAY_EVERY_SECONDS, TimeUnit.SECONDS)) {
        console.say(
            "  still running, " + DurationText.of(Duration.ofNanos(System.nanoTime() - since)));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
