package dev.linkspan.activities.kafka;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.ShellWords;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stops and starts the process that runs with a broker's file. */
final class BrokerProcesses {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration UNIT_START = Duration.ofMinutes(2);
  private static final Duration APPEARANCE = Duration.ofSeconds(30);
  private static final int WAIT_IN_ONE_LOOK_SECONDS = 5;
  private static final int CANNOT_STOP = 86;
  private static final int OTHER_PROCESS = 87;

  private final Shell shell;
  private final Node node;
  private final BrokerService service;

  BrokerProcesses(Shell shell, Node node, BrokerService service) {
    this.shell = shell;
    this.node = node;
    this.service = service;
  }

  /** Returns once the process is gone and its ports are closed. */
  void stop(BrokerProcess process, Duration budget) {
    boolean byUnit = service.control() instanceof SystemdUnit;
    Script script =
        script("stop.sh", process.ports())
            .with("root", node.root())
            .with("pid", process.pid())
            .with("started", process.started())
            .with("stop_command", service.control() instanceof Commands own ? own.stop() : "");
    Optional<Outcome> ended =
        new DetachedTask(
                shell, node.root(), "stop-broker", byUnit ? Privileged.text(script) : script.text())
            .run(budget);
    if (ended.isEmpty()) {
      throw Failures.needsPerson(
          "%s did not stop within %d s%s".formatted(name(), budget.toSeconds(), end("")),
          "its shutdown may be waiting for the controller quorum: bring the other brokers back, then"
              + " retry; Linkspan does not kill it"
              + (byUnit ? ", its unit does once TimeoutStopSec is over" : ""));
    }
    refuse(process, ended.orElseThrow());
  }

  private void refuse(BrokerProcess process, Outcome ended) {
    switch (ended.exitCode()) {
      case 0 -> {}
      case CANNOT_STOP ->
          throw Failures.needsPerson(
              name() + " cannot be asked to stop: " + shown(ended.excerpt()),
              "let the SSH user do that, or correct the unit or the command in the spec; then"
                  + " retry");
      case OTHER_PROCESS ->
          throw Failures.needsPerson(
              "process %d on %s runs on although its unit was stopped"
                  .formatted(process.pid(), shell.name()),
              "name the unit that runs it; or stop it by hand in an orderly way, then retry");
      default ->
          throw new IllegalStateException("cannot stop " + name() + ": " + shown(ended.excerpt()));
    }
  }

  /** Returns once the process has stayed and takes connections. */
  BrokerProcess start(Duration budget) {
    BrokerFile file = BrokerFile.read(shell, service);
    List<Integer> ports = file.ports();
    Optional<String> running = file.process();
    String from = run(Script.of(BrokerProcesses.class, "now.sh"), SHORT).strip();
    Starting starting = running.isPresent() ? () -> Optional.empty() : begin();
    long end = System.nanoTime() + budget.toNanos();
    long appears = System.nanoTime() + APPEARANCE.toNanos();
    Look look = look(ports, running.orElse(""));
    while (!look.state().equals("started")) {
      Optional<Outcome> command = starting.ended();
      boolean failed = command.isPresent() && !command.get().succeeded();
      if (command.isEmpty()) {
        appears = System.nanoTime() + APPEARANCE.toNanos();
      }
      if (look.state().equals("gone")
          || (look.process().isEmpty() && (failed || System.nanoTime() > appears))) {
        throw ended(from, command);
      }
      if (System.nanoTime() > end) {
        throw Failures.needsPerson(
            "%s is still starting after %d min%s".formatted(name(), budget.toMinutes(), end("")),
            "it may be recovering its logs: wait for it, then retry");
      }
      look = look(ports, look.process());
    }
    return BrokerFile.process(look.process(), ports);
  }

  /** A start that was begun; what it says once it ended, where it is no unit's. */
  private interface Starting {
    Optional<Outcome> ended();
  }

  private Starting begin() {
    if (service.control() instanceof Commands own) {
      String command = "cd\nexec bash -c " + ShellWords.quote(own.start());
      DetachedTask task = new DetachedTask(shell, node.root(), "start-broker", command);
      var unused = task.start();
      return task::poll;
    }
    Script script = BrokerFile.with(Script.of(BrokerProcesses.class, "start-unit.sh"), service);
    Outcome outcome = shell.run(Privileged.text(script), UNIT_START);
    return () -> Optional.of(outcome);
  }

  private RuntimeException ended(String from, Optional<Outcome> command) {
    String errors = end(from);
    if (errors.isEmpty()) {
      errors = command.map(said -> ": " + shown(said.excerpt())).orElse("");
    }
    return Failures.needsPerson(
        name() + " ended while starting" + errors,
        "read its log on " + shell.name() + ", mend the cause, then retry");
  }

  private record Look(String state, String process) {}

  private Look look(List<Integer> ports, String process) {
    Script script =
        script("watch-start.sh", ports)
            .with("process", process)
            .with("wait_seconds", WAIT_IN_ONE_LOOK_SECONDS);
    Map<String, String> seen = BrokerFile.values(run(script, SHORT));
    return new Look(seen.get("state"), seen.getOrDefault("process", ""));
  }

  private String end(String from) {
    Script script = script("log-end.sh", List.of()).with("root", node.root()).with("from", from);
    String lines = shown(Outcome.excerpt(run(script, SHORT)));
    return lines.isBlank() ? "" : "; its log ends with: " + lines;
  }

  /** Output of programs that are not ours: lines that may show a secret are left out. */
  private static String shown(String text) {
    return text.lines()
        .filter(line -> !line.matches("(?i).*(password|secret|jaas).*"))
        .collect(Collectors.joining("\n"));
  }

  private Script script(String name, List<Integer> ports) {
    return BrokerFile.with(
            Script.of(DetachedTask.class, "process.sh")
                .and(BrokerProcesses.class, "find-broker.sh", name),
            service)
        .with("address", node.privateAddress())
        .with("ports", ports.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private String run(Script script, Duration limit) {
    Outcome outcome = shell.run(Privileged.text(script), limit);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot look after " + name() + ": " + shown(outcome.excerpt()));
    }
    return outcome.stdout();
  }

  private String name() {
    return "Kafka on " + shell.name();
  }
}
