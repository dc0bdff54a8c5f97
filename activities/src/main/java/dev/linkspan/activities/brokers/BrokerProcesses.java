package dev.linkspan.activities.brokers;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
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
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops and starts the process that runs with a broker's configuration file. */
final class BrokerProcesses {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerProcesses.class);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration UNIT_START = Duration.ofMinutes(2);
  private static final int WAIT_SECONDS = 5;
  private static final int CANNOT_STOP = 86;
  private static final int OTHER_PROCESS = 87;

  private final Shell shell;
  private final Node node;
  private final BrokerService service;
  private final Duration appearance;

  /**
   * Works on one broker.
   *
   * @param appearance how long after its start command a process may take to appear
   */
  BrokerProcesses(Shell shell, Node node, BrokerService service, Duration appearance) {
    this.shell = shell;
    this.node = node;
    this.service = service;
    this.appearance = appearance;
  }

  /** Returns once the process is gone and its ports are closed. */
  void stop(BrokerProcess process, Duration budget) {
    boolean byUnit = service.control() instanceof SystemdUnit;
    LOG.info(
        "{}: asks process {} to stop by {}, and waits up to {} s",
        name(),
        process.pid(),
        control(),
        budget.toSeconds());
    Script script =
        script("stop.sh", process.ports())
            .with("pid", process.pid())
            .with("started", process.started())
            .with(
                "stop_command",
                service.control() instanceof Commands own ? likeAPerson(own.stop()) : "");
    Optional<Outcome> ended =
        new DetachedTask(
                shell, node.root(), "stop-broker", byUnit ? Privileged.text(script) : script.text())
            .run(budget);
    if (ended.isEmpty()) {
      throw Failures.needsPerson(
          "%s did not stop within %d s%s".formatted(name(), budget.toSeconds(), logEnd("")),
          "its shutdown may be waiting for the controller quorum: bring the other brokers back, then"
              + " retry; Linkspan does not kill it"
              + (byUnit ? ", its unit does once TimeoutStopSec is over" : ""));
    }
    check(process, ended.orElseThrow());
    LOG.info("{}: process {} is gone and its ports are closed", name(), process.pid());
  }

  private void check(BrokerProcess process, Outcome ended) {
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

  /**
   * Starts the broker unless it runs; returns once the process has stayed and accepts connections.
   */
  BrokerProcess start(Duration budget) {
    BrokerFile file = BrokerFile.read(shell, service);
    List<Integer> ports = file.ports();
    Optional<String> running = file.process();
    String from = run(Script.of(BrokerProcesses.class, "now.sh"), SHORT).strip();
    running.ifPresentOrElse(
        process -> LOG.info("{} runs already as process {}: it is adopted", name(), pid(process)),
        () -> LOG.info("{} does not run: starts it by {}", name(), control()));
    Starting starting = running.isPresent() ? Optional::empty : begin();
    StartWatch watch = new StartWatch(ports, from, starting, running.orElse(""));
    State last = Poll.continuously().atMost(budget).until(watch::check, State::started);
    if (!last.started()) {
      throw Failures.needsPerson(
          "%s is still starting after %d min%s".formatted(name(), budget.toMinutes(), logEnd("")),
          "it may be recovering its logs: wait for it, then retry");
    }
    LOG.info("{} has started as process {} and accepts connections", name(), pid(last.process()));
    return BrokerFile.process(last.process(), ports);
  }

  /** Lets the unit start with the machine; a broker that commands start has none. */
  void enableUnit() {
    if (!(service.control() instanceof SystemdUnit unit)) {
      return;
    }
    Script script =
        BrokerFile.with(Script.of(BrokerProcesses.class, "enable-unit.sh"), service)
            .with("linked", node.root() + "/" + unit.unit());
    Outcome outcome = shell.run(Privileged.text(script), UNIT_START);
    if (!outcome.succeeded()) {
      throw Failures.needsPerson(
          "unit %s on %s cannot be enabled: %s"
              .formatted(unit.unit(), shell.name(), outcome.excerpt()),
          "let the SSH user do that, or enable the unit by hand; then retry");
    }
    LOG.info("{}: unit {} is enabled", shell.name(), unit.unit());
  }

  private static String pid(String process) {
    return process.substring(0, process.indexOf(' '));
  }

  private String control() {
    return service.control() instanceof SystemdUnit unit
        ? "unit " + unit.unit()
        : "the command of the spec";
  }

  /** Watches a start until the process has stayed; throws when it has ended or never appears. */
  private final class StartWatch {
    private final List<Integer> ports;
    private final String from;
    private final Starting starting;
    private String process;
    private long appearsBy = System.nanoTime() + appearance.toNanos();

    /**
     * @param from when the start began, as Kafka's log prints times
     * @param process {@code pid start}; empty until a process appears
     */
    StartWatch(List<Integer> ports, String from, Starting starting, String process) {
      this.ports = ports;
      this.from = from;
      this.starting = starting;
      this.process = process;
    }

    State check() {
      State state = state(ports, process);
      process = state.process();
      if (state.started()) {
        return state;
      }
      Optional<Outcome> command = starting.ended();
      if (command.isEmpty()) {
        appearsBy = System.nanoTime() + appearance.toNanos();
      }
      boolean failed = command.isPresent() && !command.get().succeeded();
      boolean missing = process.isEmpty() && (failed || System.nanoTime() > appearsBy);
      if (state.gone() || missing) {
        throw ended(from, command);
      }
      return state;
    }
  }

  /** A start command: how it ended; empty while it runs, and when nothing had to be started. */
  private interface Starting {
    Optional<Outcome> ended();
  }

  private Starting begin() {
    if (service.control() instanceof Commands own) {
      DetachedTask task =
          new DetachedTask(shell, node.root(), "start-broker", likeAPerson(own.start()));
      var unused = task.start();
      return task::poll;
    }
    Script script =
        BrokerFile.with(Script.of(BrokerProcesses.class, "dependents.sh", "start-unit.sh"), service)
            .with("root", node.root());
    Outcome outcome = shell.run(Privileged.text(script), UNIT_START);
    return () -> Optional.of(outcome);
  }

  /**
   * The command in the home folder of a login shell, as a person has tried it: profiles set {@code
   * JAVA_HOME} and more. Some also reset {@code PATH}.
   */
  private static String likeAPerson(String command) {
    return "exec bash -lc " + ShellWords.quote("cd\nPATH=$PATH:$0\n" + command) + " \"$PATH\"";
  }

  private RuntimeException ended(String from, Optional<Outcome> command) {
    String errors = logEnd(from);
    if (errors.isEmpty()) {
      errors = command.map(said -> ": " + shown(said.excerpt())).orElse("");
    }
    return Failures.needsPerson(
        name() + " ended while starting" + errors,
        "read its log on " + shell.name() + ", fix the cause, then retry");
  }

  /**
   * What watch-start.sh reports.
   *
   * @param name {@code none}, {@code starting}, {@code started} or {@code gone}
   * @param process {@code pid start}; empty until a process appears
   */
  private record State(String name, String process) {
    boolean started() {
      return name.equals("started");
    }

    boolean gone() {
      return name.equals("gone");
    }
  }

  private State state(List<Integer> ports, String process) {
    Script script =
        script("watch-start.sh", ports).with("process", process).with("wait_seconds", WAIT_SECONDS);
    KeyValues found = KeyValues.of(run(script, SHORT));
    return new State(found.required("state"), found.find("process").orElse(""));
  }

  /** The end of the broker's log, for an error text. */
  private String logEnd(String from) {
    Script script = script("log-end.sh", List.of()).with("from", from);
    String lines = shown(Outcome.excerpt(run(script, SHORT)));
    return lines.isBlank() ? "" : "; its log ends with: " + lines;
  }

  /** Output of programs that are not Linkspan's, without lines that may show a secret. */
  private static String shown(String text) {
    return text.lines()
        .filter(line -> !line.matches("(?i).*(password|secret|jaas).*"))
        .collect(Collectors.joining("\n"));
  }

  private Script script(String name, List<Integer> ports) {
    return BrokerFile.with(
            Script.of(DetachedTask.class, "process.sh")
                .and(
                    BrokerProcesses.class, "find-broker.sh", "listening.sh", "dependents.sh", name),
            service)
        .with("root", node.root())
        .with("address", node.privateAddress())
        .with("ports", ports.stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private String run(Script script, Duration limit) {
    Outcome outcome = shell.run(Privileged.text(script), limit);
    if (!outcome.succeeded()) {
      throw new IllegalStateException("cannot check " + name() + ": " + shown(outcome.excerpt()));
    }
    return outcome.stdout();
  }

  private String name() {
    return "Kafka on " + shell.name();
  }
}
