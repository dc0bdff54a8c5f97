package dev.linkspan.activities.nodes;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The systemd unit that runs a broker. */
final class BrokerUnit {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerUnit.class);
  private static final Duration REQUEST = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofMinutes(10);

  private static final int LAST_ATTEMPT = 3;
  private static final int GONE = 75;

  private BrokerUnit() {}

  /** Returns once the running process has logged that Kafka started. */
  static void start(Shell shell, Node broker, BrokerFiles files, int attempt) {
    LOG.info("{}: starts unit {}", shell.name(), files.unitName());
    State state = request(shell, broker, files, "start");
    if (state.starting()) {
      state =
          Poll.continuously()
              .atMost(START)
              .until(() -> request(shell, broker, files, "look"), now -> !now.starting());
    }
    if (state.name().equals("started")) {
      LOG.info("{}: Kafka logged that it started", shell.name());
      return;
    }
    boolean exited = state.name().equals("exited");
    String problem =
        exited
            ? "Kafka on " + shell.name() + " ended while starting: " + state.errors()
            : "Kafka on " + shell.name() + " is still starting: " + state.errors();
    if (exited && attempt >= LAST_ATTEMPT) {
      throw Failures.needsPerson(
          problem,
          "see "
              + broker.root()
              + "/log/server.log on "
              + shell.name()
              + ", fix the cause, then retry");
    }
    throw new IllegalStateException(problem);
  }

  /** Writes the unit's file, and lets systemd read it. */
  static void write(Shell shell, Node broker, String unitName, String text) {
    Script script = script("write-unit.sh", broker, unitName).with("unit_text", text);
    shell
        .run(script.text(), REQUEST)
        .orThrow("cannot write unit " + unitName + " on " + shell.name());
    LOG.info("{}: unit {} is as wanted", shell.name(), unitName);
  }

  /** The checksum under which {@link #write} keeps the unit that is there; empty if none is. */
  static Optional<String> checksum(Shell shell, Node broker, String unitName) {
    Script script = script("unit-checksum.sh", broker, unitName);
    Outcome outcome =
        shell
            .run(script.text(), REQUEST)
            .orThrow("cannot read unit " + unitName + " on " + shell.name());
    return Optional.of(outcome.stdout().strip()).filter(checksum -> !checksum.isEmpty());
  }

  /** Puts a unit back that {@link #write} has replaced, and lets systemd read it. */
  static void restore(Shell shell, Node broker, String unitName, String checksum) {
    Script script = script("restore-unit.sh", broker, unitName).with("before", checksum);
    Outcome outcome = shell.run(script.text(), REQUEST);
    if (outcome.exitCode() == GONE) {
      throw Failures.needsPerson(
          "the earlier unit is no longer beside %s/%s on %s"
              .formatted(broker.root(), unitName, shell.name()),
          "put a unit there that the broker starts with, then retry");
    }
    outcome.orThrow("cannot restore unit " + unitName + " on " + shell.name());
    LOG.info("{}: unit {} is as it was, with checksum {}", shell.name(), unitName, checksum);
  }

  private static Script script(String name, Node broker, String unitName) {
    return Script.of(BrokerUnit.class, "files.sh", name)
        .with("root", broker.root())
        .with("unit", unitName);
  }

  private static State request(Shell shell, Node broker, BrokerFiles files, String action) {
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(BrokerUnit.class, "unit.sh", "start.sh")
            .with("root", broker.root())
            .with("unit", files.unitName())
            .with("action", action)
            .with("wait_seconds", 5);
    Outcome outcome =
        shell.run(script.text(), REQUEST).orThrow("cannot start Kafka on " + shell.name());
    int newline = outcome.stdout().indexOf('\n');
    return new State(
        outcome.stdout().substring(0, newline),
        Outcome.excerpt(outcome.stdout().substring(newline)));
  }

  /**
   * What start.sh reports.
   *
   * @param name {@code starting}, {@code started} or {@code exited}
   * @param errors the last errors in Kafka's log
   */
  private record State(String name, String errors) {
    boolean starting() {
      return name.equals("starting");
    }
  }
}
