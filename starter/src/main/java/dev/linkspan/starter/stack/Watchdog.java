package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A small process that stops the stack when another process has ended, so that a killed test leaves
 * no processes running. It exits when the stack is stopped before that.
 */
final class Watchdog {
  private static final String PREFIX = "watchdog-";

  // $1 watched PID, $2 its start ticks, $3 file whose removal ends the watchdog, then the command.
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

  private Watchdog() {}

  /** Starts a watchdog that runs this command when the process has ended. */
  static void start(
      StateFolder folder, long pid, List<String> onEnd, Map<String, String> environment) {
    ProcessIdentity watched =
        ProcessIdentity.of(pid)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE, "--while-pid: there is no process with PID " + pid + "."));
    Path file = folder.run().resolve(PREFIX + pid);
    StateFolder.writePrivately(file, watched.text());
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                LOOP,
                "linkspan-watchdog",
                String.valueOf(pid),
                String.valueOf(watched.startTicks()),
                file.toString()));
    command.addAll(onEnd);
    DetachedProcess.start(
        command, environment, folder.root(), folder.logs().resolve("watchdog.log"));
  }

  /** Ends every watchdog if no component is left to stop. */
  static void stop(StateFolder folder, Set<Component> stopping) {
    if (stopping.size() < Component.values().length) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.run())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(PREFIX)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the watchdogs in " + folder.run(), e);
    }
  }
}
