package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The verification schedule of one setup on a real Temporal server. */
@Tag("system")
@Order(3)
@LightStack(LightStack.Shared.LINKS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandingLinkTest {
  private static final String NAME = "standing";
  private static final Duration LONG = Duration.ofMinutes(3);
  private static LocalStack stack;
  private static Path spec;

  @BeforeAll
  static void build(LocalStack shared) {
    stack = shared;
    spec = stack.spec(NAME, 1, "10001");
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early", "--by", "ada").expecting(0);
    run("up", "--yes", "-f", spec.toString()).expecting(0);
  }

  private static Result run(String... words) {
    return stack.commandLine().run(LONG, words);
  }

  private static List<String> scheduleFindings() {
    run("verify", NAME);
    return stack.status(NAME).findings().stream()
        .filter(finding -> finding.check().hop().equals("verification schedule"))
        .map(Finding::text)
        .toList();
  }

  private static String shown() {
    return run("schedule", "show", NAME, "--output", "json").expecting(0).out();
  }

  @Test
  @Order(1)
  void aScheduleAsPlannedIsNoFinding() {
    assertThat(shown()).contains("every 1 h").containsPattern("\"paused\" ?: ?false");
    assertThat(scheduleFindings()).isEmpty();
  }

  @Test
  @Order(2)
  void c48AScheduleThatAPersonPausedIsAFindingUntilItIsResumed() {
    run("schedule", "pause", NAME, "--by", "ada", "--reason", "holidays").expecting(0);
    assertThat(shown()).contains("ada: holidays").containsPattern("\"next\" ?: ?\\[ ?]");
    assertThat(scheduleFindings()).containsExactly("is paused: ada: holidays");

    run("schedule", "resume", NAME, "--by", "ada", "--reason", "back").expecting(0);
    assertThat(scheduleFindings()).isEmpty();
  }

  @Test
  @Order(3)
  void timesOfTheClockAreNoFindingOnceTheServerHasThem() {
    List<String> set = new ArrayList<>(List.of("schedule", "set", NAME));
    set.addAll(List.of("--cron", "*/30 6-8 * * MON-FRI", "--time-zone", "Asia/Singapore"));
    run(set.toArray(String[]::new)).expecting(0);

    assertThat(scheduleFindings()).isEmpty();
    assertThat(shown()).contains("Asia/Singapore");
  }

  @Test
  @Order(4)
  void aRestartPausesTheScheduleAndResumesIt() {
    stack.setup(NAME).restart(new Restart("ada", "test", true));
    await()
        .atMost(LONG)
        .until(() -> stack.status(NAME), s -> s.phase() == Phase.READY && restarted(s));

    assertThat(shown()).contains("Linkspan: done").containsPattern("\"paused\" ?: ?false");
  }

  private static boolean restarted(SetupStatus status) {
    return status.lastRollout().filter(rollout -> rollout.by().equals("ada")).isPresent();
  }

  @Test
  @Order(5)
  void aRunOfTheScheduleReports() {
    run("schedule", "run", NAME).expecting(0);

    await()
        .atMost(LONG)
        .until(() -> stack.status(NAME).history().get(0).trigger().equals("schedule"));
  }

  @Test
  @Order(6)
  void verificationsOfAHealthyLinkFindNothingAlsoDuringARollout() {
    Instant start = Instant.now();
    ScheduleByHand schedule = new ScheduleByHand(stack, NAME);
    stack.setup(NAME).restart(new Restart("bea", "test", true));
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              schedule.trigger();
              return isRestartedBy("bea");
            });
    assertThat(schedule.runsSince(start)).hasSizeGreaterThan(1);
    for (int i = 0; i < 15; i++) {
      assertThat(stack.setup(NAME).verify(new Command("ada", "healthy?")).findings()).isEmpty();
    }

    assertThat(stack.status(NAME).history())
        .filteredOn(one -> one.at().isAfter(start))
        .hasSizeGreaterThanOrEqualTo(15)
        .allMatch(one -> one.findings().isEmpty());
    assertThat(stack.status(NAME).health()).isEqualTo(Health.HEALTHY);
  }

  private static boolean isRestartedBy(String person) {
    SetupStatus status = stack.status(NAME);
    return status.phase() == Phase.READY
        && status.lastRollout().filter(rollout -> rollout.by().equals(person)).isPresent();
  }

  @Test
  @Order(7)
  void anUpdateInPlaceChangesTheLinkAndRevokesOnlyTheRuleOfLinkspan() throws IOException {
    DriftingLink before = DriftingLink.of(stack, NAME);
    before.allowSshFrom("127.1.0.0/16");
    Path changed = stack.state().resolve(NAME + "-changed.yaml");
    Files.writeString(
        changed,
        Files.readString(spec)
            .replace("healthCheckSeconds: 1", "healthCheckSeconds: 3")
            .replace("sshFrom: 127.0.0.1/32", "sshFrom: 127.0.0.0/8")
            .replace("every: 1h", "every: 3h")
            .replace("patience: 10s", "patience: 15s"));

    Result updated = run("update", "-f", changed.toString(), "--yes");

    // The rule that a person added is a finding, so the exit code says drifted.
    assertThat(updated.exit()).as(updated.err()).isEqualTo(10);
    assertThat(shown()).contains("every 3 h").containsPattern("\"paused\" ?: ?false");
    assertThat(before.bastionRules())
        .contains("2222/2222 127.0.0.0/8", "2222/2222 127.1.0.0/16")
        .doesNotContain("2222/2222 127.0.0.1/32");
    assertThat(stack.sandbox().resources("servergroup"))
        .filteredOn(group -> group.setup().equals(NAME))
        .isNotEmpty()
        .allMatch(group -> group.attributes().toString().contains("\"HealthCheckInterval\":3"));
    assertThat(stack.status(NAME).findings())
        .extracting(finding -> finding.check().hop())
        .containsExactly("other rules of bastion-security-group");
    before.revokeSshFrom("127.1.0.0/16");
    run("verify", NAME).expecting(0);
    assertThat(DriftingLink.of(stack, NAME).link().plan().verification().patience())
        .isEqualTo(Duration.ofSeconds(15));
    run("update", "-f", spec.toString(), "--yes").expecting(0);
    assertThat(before.bastionRules()).doesNotContain("2222/2222 127.0.0.0/8");
  }

  @Test
  @Order(8)
  void theScheduleSurvivesTheDeathOfWorkerAndServerAndDoesNotPileUp() {
    ScheduleByHand schedule = new ScheduleByHand(stack, NAME);
    assertThat(schedule.policy().getOverlap())
        .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
    assertThat(schedule.policy().getCatchupWindow()).isEqualTo(Duration.ofMinutes(5));
    schedule.runEvery(Duration.ofSeconds(1));
    stack.kill("worker");
    stack.kill("temporal");

    Instant restarted = stack.start(List.of("temporal", "worker"));

    await().atMost(LONG).until(() -> schedule.runsSince(restarted).size() >= 3);
    List<ScheduleByHand.Run> runs = schedule.runsSince(restarted);
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).start()).as("of %s", runs).isAfterOrEqualTo(runs.get(i - 1).end());
    }
    assertThat(scheduleFindings()).hasSize(1);
    run("schedule", "set", NAME, "--every", "1h").expecting(0);
    assertThat(scheduleFindings()).isEmpty();
  }

  @Test
  @Order(9)
  void c48AScheduleThatSomebodyDeletedIsAFindingUntilItIsSetAgain() {
    stack.server().deleteSchedule(NAME);
    assertThat(scheduleFindings()).containsExactly("is gone");
    run("schedule", "show", NAME).expecting(6);

    run("schedule", "set", NAME, "--every", "30m").expecting(0);
    assertThat(scheduleFindings()).isEmpty();
  }

  @Test
  @Order(10)
  void theMetricsOfTheWorkerHaveTheLinkAndItsCalls() {
    String healthy = "linkspan_link_health{health=\"healthy\",setup=\"" + NAME + "\"} 1.0";
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(SandboxControl.text(stack.metrics()).lines())
                    .contains(healthy, "linkspan_setup_parked_steps{setup=\"" + NAME + "\"} 0.0")
                    .anyMatch(line -> line.startsWith("linkspan_cloud_calls_seconds_count{")));
  }

  @Test
  @Order(11)
  void noScheduleIsLeft() {
    run("schedule", "set", NAME, "--off").expecting(0);
    assertThat(stack.server().schedules()).noneMatch(id -> id.contains("-" + NAME + "-"));
    assertThat(scheduleFindings()).isEmpty();
    run("schedule", "set", NAME, "--every", "2h").expecting(0);

    run("destroy", NAME, "--yes").expecting(0);
    assertThat(stack.server().schedules()).noneMatch(id -> id.contains("-" + NAME + "-"));
  }
}
