package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./linkspan} as a user would, without a terminal, against one state folder. */
final class CommandLine {
  private final Path checkout;
  private final Path state;

  CommandLine(Path checkout, Path state) {
    this.checkout = checkout;
    this.state = state;
  }

  /** What a command left behind. */
  record Result(List<String> command, int exit, String out, String err) {
    /** This result, if the command ended as expected; else an error that shows everything. */
    Result expecting(int wanted) {
      if (exit != wanted) {
        throw new AssertionError(
            "%s ended with %d, not %d%n--- out%n%s%n--- err%n%s"
                .formatted(String.join(" ", command), exit, wanted, out, err));
      }
      return this;
    }
  }

  /** Runs a command to its end, at most {@code patience}. */
  Result run(Duration patience, String... arguments) {
    return start(arguments).finish(patience);
  }

  /** Starts a command and leaves it running. */
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
      // The build that runs these tests has built everything already.
      builder.environment().put("LINKSPAN_BUILD", "never");
      builder.environment().remove("TEMPORAL_ADDRESS");
      return new Running(command, builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command on its way. */
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
