package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.Cron;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupState.Stage;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a setup does about its verification schedule. */
class ScheduleTest {
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady(long verifyEverySeconds) {
    lab.startApproved(Plans.withBrokers(1, verifyEverySeconds));
    lab.awaitPhase(Phase.READY);
  }

  private List<String> triggers() {
    return lab.setup.status().history().stream().map(PastVerification::trigger).toList();
  }

  @Test
  void c48VerifiesInsteadOfAScheduleThatDoesNotRun() {
    buildUntilReady(3600);
    lab.environment.sleep(Duration.ofHours(2));
    assertThat(triggers()).containsExactly("setup");

    lab.environment.sleep(Duration.ofMinutes(11));

    lab.awaitStatus(status -> status.history().size() == 2);
    assertThat(triggers()).containsExactly("missed schedule", "setup");
    lab.environment.sleep(Duration.ofHours(2).plusMinutes(11));
    lab.awaitStatus(status -> status.history().size() == 3);
  }

  @Test
  void aVerificationThatReportsInTimeIsNotMissed() {
    buildUntilReady(3600);
    lab.environment.sleep(Duration.ofHours(2));
    lab.setup.verify(Lab.ADA);

    lab.environment.sleep(Duration.ofHours(2));

    assertThat(triggers()).containsExactly("ada", "setup");
  }

  @Test
  void noVerificationIsMissedWhereNoneIsScheduled() {
    buildUntilReady(0);

    lab.environment.sleep(Duration.ofDays(400));

    assertThat(triggers()).containsExactly("setup");
    assertThat(world.calls("ensureSchedule")).isEmpty();
  }

  @Test
  void theScheduleIsPausedWhileBrokersRestart() {
    buildUntilReady(3600);

    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitStatus(status -> world.count("resumeSchedule") == 1);

    List<String> order =
        world.events().stream()
            .filter(event -> event.matches("> (pauseSchedule|resumeSchedule|stop|start .*).*"))
            .map(event -> event.replaceAll("> ([a-zA-Z]+).*", "$1"))
            .toList();
    assertThat(order.get(order.indexOf("pauseSchedule") + 1)).isNotEqualTo("resumeSchedule");
    assertThat(order).endsWith("resumeSchedule");
  }

  @Test
  void theScheduleIsResumedWhenARestartIsCutShort() {
    buildUntilReady(3600);
    world.hold("awaitInSync");
    lab.setup.restart(new Restart("ada", "new JVM", null));
    world.awaitStarted("awaitInSync");
    lab.awaitOnlyHeldCalls();

    lab.setup.destroy(Lab.DESTROY);
    lab.awaitRolloutCancelled();
    world.release("awaitInSync");
    lab.awaitEnd();

    assertThat(world.count("resumeSchedule")).isEqualTo(1);
    assertThat(world.count("removeSchedule")).isEqualTo(1);
  }

  @Test
  void whatTheScheduleSawDuringARestartDoesNotCount() {
    buildUntilReady(3600);
    world.hold("awaitInSync");
    lab.setup.restart(new Restart("ada", "new JVM", null));
    lab.awaitPhase(Phase.RESTARTING);
    world.answers.bastionChecks =
        List.of(Check.failed(Optional.of(1), "listener 9093", "connection refused"));

    lab.client()
        .newWorkflowStub(
            Verification.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("private-link-demo-verification-run-1")
                .setTaskQueue(TaskQueues.CONTROL)
                .build())
        .run(
            new VerificationInput(lab.setup.status().inventory().link().orElseThrow(), "schedule"));
    world.release("awaitInSync");

    assertThat(lab.awaitPhase(Phase.READY).findings()).isEmpty();
    assertThat(triggers()).containsExactly("setup");
  }

  @Test
  void otherTimesHoldForTheScheduleAndForTheNextRunOfTheSetup() {
    buildUntilReady(0);

    String answer =
        lab.setup.schedule(new ScheduleChange("ada", null, "0 6 * * *", "Asia/Singapore"));

    Recurrence daily = Recurrence.at(Cron.of("0 6 * * *", "Asia/Singapore"));
    assertThat(answer).contains("\"0 6 * * *\" in Asia/Singapore");
    assertThat(world.calls("ensureSchedule")).hasSize(1);
    assertThat(world.answers.scheduled).contains(daily);
    assertThat(lab.setup.status().standing().recurrence()).contains(daily);

    // Two days and ten minutes without a verification.
    lab.environment.sleep(Duration.ofHours(49));
    lab.awaitStatus(status -> status.history().size() == 2);
    assertThat(triggers()).containsExactly("missed schedule", "setup");
  }

  @Test
  void carriesTheTimesOver() {
    SetupState state =
        SetupState.NEW
            .with(SetupState.NEW.standing().with(Recurrence.every(Duration.ofMinutes(30))))
            .in(Stage.READY);

    assertThat(state.destroying().standing().recurrence()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "ada,,,,necessary",
    "ada,30m,0 6 * * *,,necessary",
    "ada,4m,,,within 5m and 30d",
    "ada,soon,,,not an interval",
    "ada,1h,,UTC,no effect",
    "ada,,0 6 * *,,five fields",
    "ada,,0 6 * * *,Mars,not a time zone",
    ",30m,,,by"
  })
  void refusesTimesThatAreNone(String by, String every, String cron, String zone, String reason) {
    buildUntilReady(3600);

    assertThatThrownBy(() -> lab.setup.schedule(new ScheduleChange(by, every, cron, zone)))
        .rootCause()
        .hasMessageContaining(reason);
  }
}
