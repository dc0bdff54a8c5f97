package dev.linkspan.activities.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.execution.StepsWorkflow.Kind;
import dev.linkspan.activities.execution.StepsWorkflow.Work;
import dev.linkspan.activities.nodes.SshNodeActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestKeys;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No wait is silent: what an activity's repeated failures make of its step. */
class FailingActivityTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  private final AtomicInteger attempts = new AtomicInteger();
  private final AtomicReference<Supplier<String>> answer = new AtomicReference<>(() -> "done");
  private final AtomicReference<Duration> tick = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> now.updateAndGet(time -> time.plus(tick.get()));
  private TestWorkflowEnvironment temporal;
  private Worker nodes;
  private StepsWorkflow workflow;

  @BeforeEach
  void start() {
    temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new ActivityExecutionInterceptor(LIMIT, clock))
                        .build())
                .build());
    temporal
        .newWorker(TaskQueues.CONTROL)
        .registerWorkflowImplementationTypes(StepsWorkflow.Implementation.class);
    nodes = temporal.newWorker(TaskQueues.NODES);
    nodes.registerActivitiesImplementations(
        (Work)
            () -> {
              attempts.incrementAndGet();
              return answer.get().get();
            });
    workflow =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                StepsWorkflow.class,
                WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CONTROL).build());
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void c6_theStepShowsAttemptErrorAndNextTryFromTheSecondFailureOn() {
    failing("10.0.0.11:9092 refuses\nconnections", Duration.ZERO);
    run(Kind.PARKING);

    await(State.RUNNING, "Cluster as a whole: attempt 2 failed: 10.0.0.11:9092 refuses | conn");
    assertThat(step().waitingFor()).get().asString().contains("; next try at 12:00:0");
    assertThat(attempts).hasValueGreaterThanOrEqualTo(2);

    answer.set(() -> "done");
    within().until(() -> step().state() == State.DONE);
    assertThat(step().waitingFor()).isEmpty();
  }

  @Test
  void aStepThatGoesOnAfterFailuresNoLongerShowsThem() {
    failing("not yet", Duration.ZERO);
    run(Kind.PARKING_WITH_MORE_TO_DO);
    await(State.RUNNING, "attempt 2 failed: not yet");

    answer.set(() -> "done");

    within().until(() -> step().waitingFor().isEmpty());
    assertThat(step().state()).isEqualTo(State.RUNNING);
    workflow.goOn();
    within().until(() -> step().state() == State.DONE);
  }

  @Test
  void c6_aSurveyThatCannotSucceedEndsWithTheCause() {
    failing("10.0.0.11:9092 refuses connections", LIMIT.dividedBy(2));
    run(Kind.FAILING);

    Throwable failure =
        catchThrowable(() -> WorkflowStub.fromTyped(workflow).getResult(Void.class));

    while (!(failure instanceof ApplicationFailure)) {
      failure = failure.getCause();
    }
    assertThat(((ApplicationFailure) failure).getType()).isEqualTo(Failures.NEEDS_PERSON);
    assertThat(((ApplicationFailure) failure).getOriginalMessage())
        .isEqualTo(
            "Cluster as a whole failed 3 times in 5 minutes: 10.0.0.11:9092 refuses connections");
  }

  @Test
  void aSeriesOfFailuresThatDoesNotEndParksTheStepAndBeginsAgainAfterRetry() {
    failing("no route to host", LIMIT.dividedBy(2));
    run(Kind.PARKING);
    await(State.PARKED, "Cluster as a whole failed 3 times in 5 minutes: no route to host - fix");
    assertThat(attempts).hasValue(3);

    workflow.retry();
    within().until(() -> step().state() == State.PARKED && step().attempt() == 2);
    assertThat(attempts).hasValue(6);

    answer.set(() -> "done");
    workflow.retry();
    within().until(() -> step().state() == State.DONE);
  }

  @Test
  void aNightWithoutAWorkerIsNoSeriesOfFailures() {
    Instant tomorrow = clock.instant().plus(Duration.ofHours(8));
    FailureSeries evening = FailureSeries.beginning(clock.instant(), "x", clock.instant());

    assertThat(evening.continuesAt(clock.instant().plusSeconds(59))).isTrue();
    assertThat(evening.continuesAt(tomorrow)).isFalse();
  }

  @Test
  void longAttemptsParkOnlyAfterThreeFailures() {
    Instant start = clock.instant();
    FailureSeries first = FailureSeries.beginning(start, "x", start);
    FailureSeries second = first.and("x", start);

    assertThat(second.endless(start.plus(LIMIT.multipliedBy(3)), LIMIT)).isFalse();
    assertThat(second.and("x", start).endless(start.plus(LIMIT), LIMIT)).isTrue();
    assertThat(second.and("x", start).endless(start.plus(LIMIT).minusMillis(1), LIMIT)).isFalse();
  }

  @Test
  void aProviderThatThrottlesIsWaitedFor() {
    answer.set(
        () -> {
          now.updateAndGet(time -> time.plus(LIMIT));
          throw ApplicationFailure.newBuilder()
              .setMessage("slow down")
              .setType("THROTTLED")
              .setNextRetryDelay(Duration.ofMillis(50))
              .build();
        });
    run(Kind.PARKING);

    await(State.RUNNING, "attempt 8 failed: slow down");
    answer.set(() -> "done");
    within().until(() -> step().state() == State.DONE);
  }

  @Test
  void anActivityWithFewAttemptsFailsWithItsOwnError() {
    failing("the machine is gone", LIMIT);
    run(Kind.FEW_ATTEMPTS);

    await(State.PARKED, "the machine is gone");
    assertThat(attempts).hasValue(3);
    assertThat(step().waitingFor()).get().asString().doesNotContain("failed 3 times");
  }

  @Test
  void anActivityOutsideOfAStepIsTriedOnAndReportedInAStepThatRuns() {
    failing("no answer", LIMIT);
    run(Kind.OUTSIDE_OF_A_STEP);

    within().until(() -> attempts.get() > 3 && workflow.progress().steps().size() == 2);
    Step beside = workflow.progress().steps().get(1);
    assertThat(beside.waitingFor()).get().asString().contains("Cluster as a whole: attempt ");
    answer.set(() -> "done");
    within().until(() -> step().state() == State.DONE);
  }

  @Test
  void aFailureThatIsNotRetriedIsReportedOnceByTheStepItself() {
    answer.set(
        () -> {
          throw Failures.needsPerson("no permission", "allow it");
        });
    run(Kind.PARKING);

    await(State.PARKED, "no permission - allow it");
    assertThat(workflow.notices()).isZero();
  }

  @Test
  void c49_aMachineThatIsSwitchedOffIsShownAndParksItsStep(@TempDir Path folder) throws Exception {
    try (Ssh ssh = new Ssh(new TestKeys(folder).keys())) {
      SshNodeActivities real =
          new SshNodeActivities(
              ssh,
              new BastionProbe(
                  ssh, () -> ProbeJar.of("unused".getBytes(StandardCharsets.US_ASCII))));
      nodes.registerActivitiesImplementations(real);
      tick.set(Duration.ofMinutes(1));
      run(Kind.SWITCHED_OFF);

      await(State.RUNNING, "attempt 2 failed: ");
      assertThat(step().waitingFor()).get().asString().contains("127.93.40.1");

      await(
          State.PARKED,
          "Kafka on broker 1 failed 4 times in 6 minutes: broker-1 cannot be reached");
      await(State.PARKED, "A machine that somebody deleted doesn't come back: destroy the setup");
    }
  }

  private void failing(String error, Duration taking) {
    answer.set(
        () -> {
          now.updateAndGet(time -> time.plus(taking));
          throw new IllegalStateException(error);
        });
  }

  private void run(Kind kind) {
    temporal.start();
    WorkflowClient.start(workflow::run, kind);
  }

  private Step step() {
    return workflow.progress().steps().get(0);
  }

  private void await(State state, String waitingFor) {
    within()
        .untilAsserted(
            () -> {
              assertThat(step().waitingFor()).get().asString().contains(waitingFor);
              assertThat(step().state()).isEqualTo(state);
            });
  }

  private static ConditionFactory within() {
    return org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60));
  }
}
