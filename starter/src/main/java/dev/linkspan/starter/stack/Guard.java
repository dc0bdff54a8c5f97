package dev.linkspan.starter.stack;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A small process that takes the stack down when another process is gone, so that a killed test
 * leaves nothing behind. It ends by itself when the stack is taken down before that.
 */
final class Guard {
  private static final String PREFIX = "guard-";

  // $1 watched pid, $2 its start ticks, $3 file that keeps the guard going, then the command.
  private static final String LOOP =
      """
      pid=$1 ticks=$2 file=$3
      shift 3
      watched() {
        local stat
        stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
        read -ra fields <<<"${stat##*) }"
        [[ ${fields[0]} != Z && ${fields[19]} == "$ticks" ]]
      }
      while watched; do
        [[ -e $file ]] || exit 0
        sleep 1
      done
      [[ -e $file ]] || exit 0
      exec "$@"
      """;

  private Guard() {}

  /** Starts a guard that runs this command when the process is gone. */
  static void post(
      StateFolder folder, long pid, List<String> thenRun, Map<String, String> environment) {
    ProcessIdentity watched =
        ProcessIdentity.of(pid)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE, "--while-pid: there is no process " + pid + "."));
    Path file = folder.run().resolve(PREFIX + pid);
    StateFolder.writePrivately(file, watched.text());
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                LOOP,
                "linkspan-guard",
                String.valueOf(pid),
                String.valueOf(watched.startTicks()),
                file.toString()));
    command.addAll(thenRun);
    Launch launch =
        new Launch(
            command,
            environment,
            List.of(),
            URI.create("about:blank"),
            Duration.ZERO,
            Duration.ZERO,
            "",
            () -> {});
    Detached.start(launch, folder.root(), folder.logs().resolve("guard.log"));
  }

  /** Lets every guard end, when nothing is left to guard. */
  static void dismiss(StateFolder folder, Set<Part> stopping) {
    if (stopping.size() < Part.values().length) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.run())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(PREFIX)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot dismiss the guards in " + folder.run(), e);
    }
  }
}
