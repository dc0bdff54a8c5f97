package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./linkspan} as a user does, without a terminal, with one state folder. */
final class CommandLine {
  private final Path checkout;
  private final Path state;
  private final Map<String, String> environment;

  CommandLine(Path checkout, Path state) {
    this(checkout, state, Map.of());
  }

  /**
   * @param environment variables that the commands get in addition
   */
  CommandLine(Path checkout, Path state, Map<String, String> environment) {
    this.checkout = checkout;
    this.state = state;
    this.environment = environment;
  }

  /** The exit code and output of a command. */
  record Result(List<String> command, int exit, String out, String err) {
    /** Returns this result; fails with the whole output if the exit code is another one. */
    Result expecting(int wanted) {
      if (exit != wanted) {
        throw new AssertionError(
            "%s ended with %d, not %d%n--- out%n%s%n--- err%n%s"
                .formatted(String.join(" ", command), exit, wanted, out, err));
      }
      return this;
    }
  }

  /** Runs a command and waits for its end, at most for {@code patience}. */
  Result run(Duration patience, String... arguments) {
    return start(arguments).finish(patience);
  }

  /** Starts a command and does not wait for its end. */
  Running start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(checkout.resolve("linkspan").toString());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("linkspan", ".out");
      Path err = Files.createTempFile("linkspan", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(checkout.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("LINKSPAN_STATE", state.toString());
      // The build that runs these tests has already built everything.
      builder.environment().put("LINKSPAN_BUILD", "never");
      // The first command makes the archive of classes, with which each command takes half the
      // time.
      builder.environment().put("LINKSPAN_ARCHIVE", "now");
      builder.environment().remove("TEMPORAL_ADDRESS");
      builder.environment().putAll(environment);
      return new Running(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A running command. */
  record Running(List<String> command, Process process, Path out, Path err) {
    Result finish(Duration patience) {
      try {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          process.waitFor(10, TimeUnit.SECONDS);
          throw new AssertionError(
              "%s took longer than %s%n--- out%n%s%n--- err%n%s"
                  .formatted(
                      String.join(" ", command),
                      patience,
                      Files.readString(out),
                      Files.readString(err)));
        }
        Result result =
            new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
