package dev.linkspan.activities.brokers;

import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Compares a broker's file with the process that should run with it. Pure. Each difference is a
 * sentence that says where, what, and what to do; only the names of settings are repeated, because
 * values can be secrets.
 *
 * @param node name of the machine
 * @param path of the file
 */
record FileProcessComparison(String node, String path, PropertiesText text, BrokerService service) {
  /** What Linkspan edits, so a value from anywhere else makes the edit useless. */
  private static final Set<String> EDITED =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  /** What Linkspan plans with, so it must be what the file says. */
  private static final Set<String> READ =
      Set.of(
          "inter.broker.listener.name",
          "security.inter.broker.protocol",
          "controller.listener.names",
          "node.id",
          "broker.id",
          "process.roles",
          "log.dirs",
          "log.dir",
          "controller.quorum.voters",
          "controller.quorum.bootstrap.servers",
          "zookeeper.connect");

  /** All differences that make a plan wrong; empty if there are none. */
  List<String> problems(RunningProcess process) {
    List<String> problems = new ArrayList<>();
    if (process.runs()) {
      process.container().ifPresent(kind -> inContainer(kind, problems));
      process.overrides().forEach((key, value) -> override(key, value, problems));
      process.environment().forEach((name, value) -> variable(name, value, process, problems));
    } else {
      process.listener().ifPresent(other -> otherProcess(other, process, problems));
    }
    return problems;
  }

  private void inContainer(String kind, List<String> problems) {
    if (!(service.control() instanceof Commands)) {
      problems.add(
          "%s: the broker runs in a container (%s), which no systemd unit stops and starts in an"
                  .formatted(node, kind)
              + " orderly way: give the commands that stop and start the container in the spec"
              + " instead of the unit");
    }
  }

  private void override(String key, String value, List<String> problems) {
    boolean differs =
        READ.contains(key) && !text.value(key).map(String::strip).equals(Optional.of(value));
    if (EDITED.contains(key) || differs) {
      problems.add(
          ("%s: the broker was started with the option --override %s=..., which takes the place of"
                  + " %2$s in %s: write that value into the file, remove the option from the unit or"
                  + " the start script, and restart the broker")
              .formatted(node, key, path));
    }
  }

  /** Start scripts of container images write the file anew at each start. */
  private void variable(String name, String value, RunningProcess process, List<String> problems) {
    String key = name.replaceFirst("^KAFKA_(CFG_)?", "").toLowerCase(Locale.ROOT);
    String setting = key.replace('_', '.');
    boolean written = text.value(setting).map(String::strip).equals(Optional.of(value.strip()));
    if (EDITED.contains(setting) && (written || process.container().isPresent())) {
      problems.add(
          ("%s: the environment of the broker sets %s, from which its start script writes %s into its"
                  + " file at each start: let it start from a file of its own, without this variable")
              .formatted(node, name, setting));
    }
  }

  private void otherProcess(String other, RunningProcess process, List<String> problems) {
    String id = other.substring(0, other.indexOf(' '));
    if (id.equals(RunningProcess.HIDDEN)) {
      problems.add(
          ("%s: a process that the SSH user cannot see listens on the inter-broker port of %s: log in as"
                  + " root, or as a user that may use sudo without a password")
              .formatted(node, path));
      return;
    }
    String name = other.substring(other.indexOf(' ') + 1);
    String found =
        "%s: no process runs with %s, but process %s (%s) listens on its inter-broker port"
            .formatted(node, path, id, name);
    if (process.container().isPresent() || Set.of("docker-proxy", "rootlessport").contains(name)) {
      problems.add(
          found
              + ", for a container: the broker in it reads another file. Let the container use this"
              + " file, or link a cluster whose brokers run on the machines themselves");
    } else {
      problems.add(
          found
              + process
                  .configured()
                  .map(
                      configured ->
                          " and was started with %s: name that file in the spec"
                              .formatted(configured))
                  .orElse(
                      ": name the file that it runs with in the spec, or end it if it is not the"
                          + " broker"));
    }
  }
}
