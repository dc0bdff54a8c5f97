package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Finding;
import java.nio.file.Path;
import java.time.Duration;
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
@LightStack(LightStack.Shared.MISTAKES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandingLinkTest {
  private static final String NAME = "standing";
  private static final Duration LONG = Duration.ofMinutes(3);
  private static LocalStack stack;

  @BeforeAll
  static void build(LocalStack shared) {
    stack = shared;
    Path spec = stack.spec(NAME, 1, "10001");
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--early", "--by", "ada").expecting(0);
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
    assertThat(shown()).contains("ada: holidays");
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
  void c48AScheduleThatSomebodyDeletedIsAFindingUntilItIsSetAgain() {
    stack.deleteSchedule(NAME);
    assertThat(scheduleFindings()).containsExactly("is gone");
    run("schedule", "show", NAME).expecting(6);

    run("schedule", "set", NAME, "--every", "30m").expecting(0);
    assertThat(scheduleFindings()).isEmpty();
  }

  @Test
  @Order(7)
  void noScheduleIsLeft() {
    run("schedule", "set", NAME, "--off").expecting(0);
    assertThat(stack.schedules()).noneMatch(id -> id.contains("-" + NAME + "-"));
    assertThat(scheduleFindings()).isEmpty();
    run("schedule", "set", NAME, "--every", "2h").expecting(0);

    run("destroy", NAME, "--yes").expecting(0);
    assertThat(stack.schedules()).noneMatch(id -> id.contains("-" + NAME + "-"));
  }
}
