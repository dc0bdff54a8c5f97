package dev.linkspan.activities.kafka;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;

/** A broker's process, under systemd. */
final class BrokerUnit {
  private static final Duration LOOK = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofMinutes(10);

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
}
