package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a broker's file is compared with: the process that runs with it, or, without one, the
 * process that listens on its port. Arguments and environment can hold secrets, which never leave
 * the activity.
 *
 * @param runs whether a process runs with the file
 * @param arguments the words after the file on its command line
 * @param environment variables for the start scripts of container images, as {@code
 *     KAFKA_LISTENERS}
 * @param container the kind of container that the process is in; empty if it is in none
 * @param listener {@code pid name} of another process that listens on the port
 * @param configured the properties file on the command line of that other process
 */
record RunningProcess(
    boolean runs,
    List<String> arguments,
    Map<String, String> environment,
    Optional<String> container,
    Optional<String> listener,
    Optional<String> configured) {
  /** Stands for the ID of a process that the SSH user cannot see. */
  static final String HIDDEN = "0";

  private static final Duration SHORT = Duration.ofSeconds(30);

  /**
   * Reads it from the machine.
   *
   * @param pid of the process that runs with the file, if there is one
   * @param port of the inter-broker listener
   */
  static RunningProcess read(Shell shell, String file, Optional<Long> pid, int port) {
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(RunningProcess.class, "find-broker.sh", "listening.sh", "running.sh")
            .with("unit", "")
            .with("address", "")
            .with("file", file)
            .with("pid", pid.map(String::valueOf).orElse(""))
            .with("port", port);
    Outcome outcome =
        shell
            .run(Privileged.text(script), SHORT)
            .orThrow("cannot look at the processes on " + shell.name());
    return of(pid.isPresent(), KeyValues.of(outcome.stdout()));
  }

  /** What {@code running.sh} reported. */
  static RunningProcess of(boolean runs, KeyValues found) {
    return new RunningProcess(
        runs,
        words(found.find("arguments")),
        variables(words(found.find("environment"))),
        found.find("container"),
        found.find("listener"),
        found.find("configured"));
  }

  /** Texts with a NUL after each, in Base64. */
  private static List<String> words(Optional<String> encoded) {
    return encoded
        .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        .map(text -> Stream.of(text.split("\0")).toList())
        .orElse(List.of());
  }

  private static Map<String, String> variables(List<String> settings) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String setting : settings) {
      int sign = setting.indexOf('=');
      variables.put(setting.substring(0, sign), setting.substring(sign + 1));
    }
    return variables;
  }

  /** The settings that options of the command line replace: {@code --override key=value}. */
  Map<String, String> overrides() {
    Map<String, String> overrides = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean two = word.equals("--override") && i + 1 < arguments.size();
      if (two || word.startsWith("--override=")) {
        String setting = two ? arguments.get(++i) : word.substring("--override=".length());
        int sign = setting.indexOf('=');
        if (sign > 0) {
          overrides.put(setting.substring(0, sign).strip(), setting.substring(sign + 1).strip());
        }
      }
    }
    return overrides;
  }
}
