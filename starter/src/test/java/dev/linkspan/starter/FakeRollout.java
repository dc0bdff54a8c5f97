package dev.linkspan.starter;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout whose brokers restart in no time. The rollout of {@code holds} waits until it is
 * resumed or aborted; the rollout of {@code loses} loses a message.
 */
public final class FakeRollout implements ListenerRollout {
  private static final Figures HALF =
      new Figures(450, 450, 0, 1, 0, Duration.ofMillis(45), Duration.ofMillis(1234));

  private boolean paused;
  private boolean goOn;
  private Optional<String> aborted = Optional.empty();

  /** The input of a rollout, whose name chooses the behavior. */
  static Input input(String name, Command why) {
    return new Input(
        "private-link-" + name,
        null,
        name,
        null,
        List.of(),
        List.of(),
        null,
        false,
        false,
        why,
        Map.of());
  }

  @Override
  public RolloutReport run(Input input) {
    if (input.clusterId().equals("holds")) {
      Workflow.await(() -> goOn || aborted.isPresent());
    }
    long lost = input.clusterId().equals("loses") ? 1 : 0;
    Figures all =
        new Figures(900, 900 - lost, lost, 2, 0, Duration.ofMillis(45), Duration.ofMillis(1234));
    return new RolloutReport(
        input.why().reason(),
        input.why().by(),
        Instant.parse("2026-11-24T00:00:00Z"),
        Instant.parse("2026-11-24T00:01:00Z"),
        aborted,
        aborted.isPresent()
            ? List.of()
            : List.of(
                new BrokerRestart(
                    2,
                    "new JVM",
                    false,
                    Instant.parse("2026-11-24T00:00:01Z"),
                    Duration.ofMillis(2500),
                    Duration.ofMillis(2100),
                    Duration.ofMillis(4200),
                    Duration.ofMillis(800),
                    Duration.ofMillis(3300),
                    Duration.ofMillis(10400)),
                new BrokerRestart(
                    10,
                    "new JVM",
                    true,
                    Instant.parse("2026-11-24T00:00:21Z"),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMillis(700),
                    Duration.ofMillis(3100),
                    Duration.ofMillis(3900))),
        Optional.of(new Audit(all, Map.of("broker 2", HALF, "broker 10", HALF), paused ? 1 : 0)),
        Duration.ofSeconds(10),
        List.of());
  }

  @Override
  public void retry(Command command) {
    goOn = true;
  }

  @Override
  public void pause(Command command) {
    paused = true;
  }

  @Override
  public void resume(Command command) {
    goOn = true;
  }

  @Override
  public void abort(Command command) {
    aborted = Optional.of("aborted by " + command.by());
  }

  @Override
  public void acceptUnavailable(Command command) {}

  @Override
  public Progress progress() {
    return new Progress(
        Workflow.getInfo().getWorkflowId(),
        "Rollout",
        List.of(
            new Step(
                paused ? "Pause" : "Broker 1 restarted",
                State.RUNNING,
                Optional.of(Instant.parse("2026-11-24T00:00:00Z")),
                Optional.empty(),
                1,
                Optional.empty())),
        List.of());
  }
}
