package dev.linkspan.kafka;

import dev.linkspan.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.progress.Failures;
import dev.linkspan.ssh.DetachedTask;
import dev.linkspan.ssh.Outcome;
import dev.linkspan.ssh.Script;
import dev.linkspan.ssh.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** A broker's process, under systemd. */
final class BrokerUnit {
  private static final Duration LOOK = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofMinutes(10);

  /** KRaft's controlled shutdown may wait five minutes for a quorum that is gone. */
  private static final Duration STOP = Duration.ofSeconds(330);

  private static final int LAST_ATTEMPT = 3;

  private BrokerUnit() {}

  /** Returns once the running process has logged that Kafka started. */
  static void start(Shell shell, Node broker, BrokerFiles files, int attempt) {
    long end = System.nanoTime() + START.toNanos();
    Look look = look(shell, broker, files, "start");
    while (look.state().equals("starting") && System.nanoTime() < end) {
      look = look(shell, broker, files, "look");
    }
    if (look.state().equals("started")) {
      return;
    }
    String problem =
        look.state().equals("exited")
            ? "Kafka on " + shell.name() + " ended while starting: " + look.errors()
            : "Kafka on " + shell.name() + " is still starting: " + look.errors();
    if (look.state().equals("exited") && attempt >= LAST_ATTEMPT) {
      throw Failures.needsPerson(
          problem,
          "see " + broker.root() + "/log/server.log on " + shell.name() + ", mend it, then retry");
    }
    throw new IllegalStateException(problem);
  }

  private static Look look(Shell shell, Node broker, BrokerFiles files, String action) {
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(BrokerUnit.class, "unit.sh", "start.sh")
            .with("root", broker.root())
            .with("unit", files.unitName())
            .with("action", action)
            .with("wait_seconds", 5);
    Outcome outcome = shell.run(script.text(), LOOK);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot start Kafka on " + shell.name() + ": " + outcome.excerpt());
    }
    int newline = outcome.stdout().indexOf('\n');
    return new Look(
        outcome.stdout().substring(0, newline),
        Outcome.excerpt(outcome.stdout().substring(newline)));
  }

  private record Look(String state, String errors) {}

  /** Returns once the process is gone and its ports are closed. */
  static void stop(Shell shell, Node broker, BrokerFiles files) {
    String ports = files.ports().stream().map(String::valueOf).collect(Collectors.joining(" "));
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(BrokerUnit.class, "unit.sh", "stop.sh")
            .with("unit", files.unitName())
            .with("address", broker.privateAddress())
            .with("ports", ports);
    Optional<Outcome> ended =
        new DetachedTask(shell, broker.root(), "stop-broker", script.text()).run(STOP);
    if (ended.isEmpty()) {
      throw Failures.needsPerson(
          "Kafka on " + shell.name() + " did not stop within " + STOP.toSeconds() + " s",
          "its shutdown may be waiting for the controller quorum: bring the other brokers back;"
              + " nothing kills it for you; then retry");
    }
    if (!ended.orElseThrow().succeeded()) {
      throw new IllegalStateException(
          "cannot stop Kafka on " + shell.name() + ": " + ended.orElseThrow().excerpt());
    }
  }
}
