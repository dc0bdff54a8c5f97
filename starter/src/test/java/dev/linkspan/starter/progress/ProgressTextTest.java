package dev.linkspan.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.RolloutActivity;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:01:10Z");
  private static final Console CONSOLE =
      Console.plain(
          new PrintStream(PrintStream.nullOutputStream()),
          new PrintStream(PrintStream.nullOutputStream()),
          new ByteArrayInputStream(new byte[0]));

  @Test
  void everyStepIsALineWithItsTimeAndReason() {
    assertThat(new ProgressTreeText(CONSOLE, NOW).all(tree()))
        .containsExactly(
            "✗ Private link demo        1 min 10 s  1/3",
            "  ✓ VPC                         1.5 s",
            "  ✗ Kafka cluster              50.0 s  1/3",
            "    ✓ SSH to bastion            2.0 s",
            "    ✗ Archives                 30.0 s  attempt 2",
            "      no such file -> fix the URL",
            "    · Start of broker 1",
            "  · Verification");
  }

  @Test
  void aChildWithoutAStepIsANodeOfItsOwn() {
    Progress own = new Progress("private-link-demo", "Private link demo", List.of(), List.of());
    ProgressTree tree = new ProgressTree(own, tree().children());

    assertThat(new ProgressTreeText(CONSOLE, NOW).all(tree))
        .anyMatch(line -> line.startsWith("  ✗ Kafka "));
  }

  @Test
  void reasonsAreWrappedBetweenWordsAndNoLineIsWiderThanTheTerminal() {
    String reason =
        "attempt 2 failed: the machine does not answer at 10.0.0.12:22 within 30 seconds";
    for (int columns : new int[] {56, 80, 200}) {
      Console narrow =
          new Console(
              CONSOLE.out(), CONSOLE.err(), CONSOLE.in(), CONSOLE.theme(), true, true, columns, 30);

      List<String> lines = new ProgressTreeText(narrow, NOW).all(kafka(reason));

      assertThat(lines).allMatch(line -> line.length() < columns);
      assertThat(String.join(" ", lines).replaceAll(" +", " ")).contains(reason);
    }
  }

  @Test
  void aRolloutIsOneLineWithAnEstimateFromTheBrokersBefore() {
    Progress own =
        new Progress(
            "kafka-rollout-abc",
            "Rollout",
            List.of(
                step("Preconditions", State.DONE, "00:00:00", "00:00:01", 1, null),
                step("Broker 3 restarted", State.DONE, "00:00:05", "00:00:15", 1, null),
                step("Broker 3 in sync", State.DONE, "00:00:15", "00:00:35", 1, null),
                step("Broker 1 restarted", State.RUNNING, "00:01:06", null, 1, null),
                step("Broker 1 in sync", State.PLANNED, null, null, 1, null),
                step("Broker 2 restarted", State.PLANNED, null, null, 1, null)),
            List.of());

    assertThat(RolloutLine.of(new ProgressTree(own, List.of()), Optional.empty(), NOW))
        .contains("broker 1, 2 of 3: restarted, 4.0 s; about 1 min left");
    assertThat(RolloutLine.of(tree(), Optional.empty(), NOW)).isEmpty();
  }

  @Test
  void aRolloutSaysWhatItDoesNowWhatClientsNoticeAndHowLongTheLastOneTook() {
    Progress own =
        new Progress(
            "kafka-rollout-abc",
            "Rollout",
            List.of(
                step("Broker 3 restarted", State.RUNNING, "00:00:05", null, 1, null),
                step("Broker 1 restarted", State.PLANNED, null, null, 1, null)),
            List.of());
    Figures audit =
        new Figures(1_240, 1_238, 0, 0, 0, Duration.ofMillis(90), Duration.ofMillis(90));
    ProgressTree tree =
        new ProgressTree(
            own,
            List.of(),
            Optional.of(
                new RolloutActivity(
                    Optional.of("stopping"),
                    Optional.of(NOW.minusSeconds(4)),
                    Optional.of(audit))));
    RolloutReport before =
        new RolloutReport(
            "r",
            "ada",
            NOW,
            NOW,
            Optional.empty(),
            List.of(
                new BrokerRestart(
                    1,
                    "r",
                    false,
                    NOW,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofSeconds(20))),
            Optional.empty(),
            Duration.ZERO,
            List.of());

    assertThat(RolloutLine.of(tree, Optional.of(before), NOW))
        .contains(
            "broker 3, 1 of 2: stopping, 4.0 s; audit 1,240 acknowledged, 0 failed; about 40 s left");
  }

  @Test
  void onlyActiveStepsAreShownIfThereIsNoRoom() {
    assertThat(new ProgressTreeText(CONSOLE, NOW).fitting(tree(), 6))
        .hasSize(4)
        .noneMatch(line -> line.contains("VPC") || line.contains("Verification"));
  }

  @Test
  void stepsThatDoNotFitAreCounted() {
    assertThat(new ProgressTreeText(CONSOLE, NOW).fitting(tree(), 3))
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo("  … and 2 more");
  }

  @Test
  void plainLinesShowEachChangeOnce() {
    StepChanges changes = new StepChanges(CONSOLE.theme());

    assertThat(changes.since(tree(), NOW))
        .containsExactly(
            "✓ VPC  1.5 s",
            "● Kafka cluster",
            "✓ Kafka: SSH to bastion  2.0 s",
            "✗ Kafka: Archives  attempt 2 - no such file -> fix the URL");
    assertThat(changes.since(tree(), NOW)).isEmpty();
  }

  @Test
  void c49_eachReportOfAFailedAttemptIsALineAndSoIsTheRecovery() {
    StepChanges changes = new StepChanges(CONSOLE.theme());
    String report = "attempt 4 failed: connection refused; next try at 12:00:03 UTC";

    assertThat(changes.since(kafka(null), NOW)).containsExactly("● Kafka: Start of broker 2");
    assertThat(changes.since(kafka(report), NOW))
        .containsExactly("⚠ Kafka: Start of broker 2: " + report);
    assertThat(changes.since(kafka(report), NOW)).isEmpty();
    assertThat(changes.since(kafka(null), NOW))
        .containsExactly("● Kafka: Start of broker 2 - works again");
  }

  @Test
  void c6_aStepWhoseAttemptsFailShowsTheLastErrorInTheTree() {
    List<String> lines =
        new ProgressTreeText(CONSOLE, NOW).all(kafka("attempt 2 failed: connection refused"));

    assertThat(lines)
        .anyMatch(line -> line.contains("⚠ Start of broker 2"))
        .anyMatch(line -> line.strip().equals("attempt 2 failed: connection refused"));
  }

  private static ProgressTree kafka(String report) {
    Progress own = new Progress("private-link-demo", "Private link demo", List.of(), List.of());
    Progress kafka =
        new Progress(
            "private-link-demo-kafka",
            "Kafka",
            List.of(step("Start of broker 2", State.RUNNING, "00:00:20", null, 1, report)),
            List.of());
    return new ProgressTree(own, List.of(new ProgressTree(kafka, List.of())));
  }

  private static ProgressTree tree() {
    Progress own =
        new Progress(
            "private-link-demo",
            "Private link demo",
            List.of(
                step("VPC", State.DONE, "00:00:00", "00:00:01.500", 1, null),
                step("Kafka cluster", State.RUNNING, "00:00:20", null, 1, null),
                step("Verification", State.PLANNED, null, null, 1, null)),
            List.of("private-link-demo-kafka"),
            Map.of("private-link-demo-kafka", "Kafka cluster"));
    Progress kafka =
        new Progress(
            "private-link-demo-kafka",
            "Kafka",
            List.of(
                step("SSH to bastion", State.DONE, "00:00:20", "00:00:22", 1, null),
                step(
                    "Archives",
                    State.PARKED,
                    "00:00:40",
                    null,
                    2,
                    "no such file  \n-> fix the URL"),
                step("Start of broker 1", State.PLANNED, null, null, 1, null)),
            List.of());
    return new ProgressTree(own, List.of(new ProgressTree(kafka, List.of())));
  }

  private static Step step(
      String name, State state, String start, String end, int attempt, String reason) {
    return new Step(
        name,
        state,
        Optional.ofNullable(start).map(ProgressTextTest::time),
        Optional.ofNullable(end).map(ProgressTextTest::time),
        attempt,
        Optional.ofNullable(reason));
  }

  private static Instant time(String ofDay) {
    return Instant.parse("2026-11-24T" + ofDay + "Z");
  }
}
