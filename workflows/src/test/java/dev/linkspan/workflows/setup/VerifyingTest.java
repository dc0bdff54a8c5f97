package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Verification;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingTest {
  private static final List<Check> BROKEN =
      List.of(
          Check.passed(Optional.of(1), "listener 9093", "answers"),
          Check.failed(Optional.of(2), "listener 9094", "leads to broker 3"));
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady() {
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.READY);
  }

  private Report runScheduledVerification() {
    Verification scheduled =
        lab.client()
            .newWorkflowStub(
                Verification.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("private-link-demo-verification-2026-11-24T03:00:00Z")
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    return scheduled.run(
        new VerificationInput(lab.setup.status().inventory().link().orElseThrow(), "schedule"));
  }

  @Test
  void isBrokenAndNamesTheHopIfTheVerificationFails() {
    world.answers.bastionChecks = BROKEN;
    lab.startApproved(Plans.withBrokers(3));

    SetupStatus status = lab.awaitPhase(Phase.BROKEN);

    assertThat(status.waitingFor().orElseThrow())
        .contains("listener 9094 (broker 2): leads to broker 3", "`verify`");
    assertThat(world.calls("ensureSchedule")).hasSize(1);
    assertThat(lab.child("").describe().getTypedSearchAttributes().get(SearchAttributes.HEALTH))
        .isEqualTo("broken");
  }

  @Test
  void verifiesAgainOnCommandAndReturnsTheReport() {
    buildUntilReady();
    // There is no schedule yet when a new link is verified.
    assertThat(world.calls("checkSchedule")).isEmpty();

    Report report = lab.setup.verify(new Command("ada", null));

    assertThat(world.calls("checkSchedule")).hasSize(1);
    assertThat(report.trigger()).isEqualTo("ada");
    assertThat(report.checks()).hasSize(5);
    assertThat(lab.setup.status().lastReport()).contains(report);
  }

  @Test
  void becomesBrokenAndReadyAgainThroughScheduledRuns() {
    buildUntilReady();
    world.answers.bastionChecks = BROKEN;
    assertThat(runScheduledVerification().trigger()).isEqualTo("schedule");
    lab.awaitPhase(Phase.BROKEN);

    world.answers.bastionChecks = List.of();
    runScheduledVerification();

    assertThat(lab.awaitPhase(Phase.READY).waitingFor()).isEmpty();
  }

  @Test
  void checksTheCloudsInParallelWithTheBastionAndTheChangefeedAfterIt() {
    world.hold("checkClouds");
    world.hold("checkFromBastion");
    lab.startApproved(Plans.withBrokers(3));

    world.awaitStarted("checkClouds", "checkFromBastion");

    assertThat(world.calls("checkChangefeed")).isEmpty();
    world.release("checkFromBastion");
    world.awaitStarted("checkChangefeed");
    world.release("checkClouds");
    lab.awaitPhase(Phase.READY);
  }

  private void failTwice(String call) {
    world.failOnce(call, Failures.needsPerson("connection refused", "Wait."));
    world.failOnce(call, Failures.needsPerson("connection refused", "Wait."));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3600})
  void c47AFirstProofThatCannotBeMadeAtFirstIsTriedAgain(long everySeconds) {
    failTwice("checkFromBastion");
    lab.startApproved(Plans.patient(Plans.withBrokers(3, everySeconds), Duration.ofMinutes(2)));

    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("checkFromBastion")).hasSize(3);
    assertThat(world.calls("checkClouds")).hasSize(1);
  }

  @Test
  void c47AFailureThatPassesWithinThePatienceIsNoVerdict() {
    world.answers.bastionChecks = BROKEN;
    lab.startApproved(Plans.patient(Plans.withBrokers(3, 0), Duration.ofMinutes(2)));
    lab.awaitStatus(s -> world.count("checkFromBastion") == 3);

    world.answers.bastionChecks = List.of();

    SetupStatus status = lab.awaitPhase(Phase.READY);
    assertThat(status.history()).hasSize(1);
  }

  @Test
  void aVerdictSaysAfterHowManyAttempts() {
    world.answers.bastionChecks = BROKEN;
    lab.startApproved(Plans.patient(Plans.withBrokers(3, 0), Duration.ofMinutes(2)));

    SetupStatus status = lab.awaitPhase(Phase.BROKEN);

    // After 5, 10, 20 and 40 s, and at the end of the 2 minutes.
    assertThat(world.calls("checkFromBastion")).hasSize(6);
    assertThat(status.lastReport().orElseThrow().broken().get(0).evidence())
        .isEqualTo("leads to broker 3 (after 6 attempts)");
  }

  @Test
  void aDataPathThatCouldNotBeCheckedIsNoProof() {
    world.failOnce("checkChangefeed", Failures.needsPerson("wrong API key", "Give another."));
    lab.startApproved(Plans.withBrokers(3));

    SetupStatus status = lab.awaitPhase(Phase.BROKEN);

    assertThat(status.waitingFor().orElseThrow()).contains("Not proved", "wrong API key");
    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
    assertThat(status.parked()).isEmpty();
  }

  @Test
  void aCheckThatCouldNotBeMadeDoesNotBreakAProvedLink() {
    buildUntilReady();
    world.failOnce("checkChangefeed", Failures.needsPerson("wrong API key", "Give another."));

    Report report = lab.setup.verify(Lab.ADA);

    assertThat(report.findings()).hasSize(1);
    assertThat(lab.setup.status().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void rejectsAVerificationBeforeTheLinkIsBuilt() {
    lab.start(Plans.withBrokers(1));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThatThrownBy(() -> lab.setup.verify(Lab.ADA))
        .rootCause()
        .hasMessageContaining("no finished link");
  }

  @Test
  void runsRequestedVerificationsOneAfterAnother() {
    buildUntilReady();
    world.hold("checkClouds");
    CompletableFuture<Report> first =
        CompletableFuture.supplyAsync(() -> lab.setup.verify(new Command("ada", null)));
    lab.awaitStep("verification", "State in both clouds", Step.State.RUNNING);
    CompletableFuture<Report> second =
        CompletableFuture.supplyAsync(() -> lab.setup.verify(new Command("bob", null)));
    world.release("checkClouds");

    assertThat(first.join().trigger()).isEqualTo("ada");
    assertThat(second.join().trigger()).isEqualTo("bob");
  }

  @Test
  void aScheduledRunSucceedsIfItsSetupIsGone() {
    buildUntilReady();
    var link = lab.setup.status().inventory().link().orElseThrow();
    lab.destroy();

    Verification orphan =
        lab.client()
            .newWorkflowStub(
                Verification.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("orphan")
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());

    assertThat(orphan.run(new VerificationInput(link, "schedule")).healthy()).isTrue();
  }
}
