package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.systemtests.HostileHands.Kind;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.List;

/** Two setups that get everything that anyone can send, in each phase. */
final class HostileHandsTrial {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalStack stack;
  private final TemporalTools tools;
  private final HostileHands hands;
  private final Kind kind;
  private final CrashSetup attacked;
  private final CrashSetup flooded;

  /**
   * @param kind what is sent in each phase
   */
  HostileHandsTrial(LocalStack stack, Kind kind) {
    this.stack = stack;
    this.tools = new TemporalTools(stack.client());
    this.hands = new HostileHands(stack.client());
    this.kind = kind;
    this.attacked = CrashSetup.ofNewCluster(stack, "hostile0", 0);
    this.flooded = CrashSetup.ofNewCluster(stack, "hostile1", 1);
  }

  /**
   * Builds both, and removes them.
   *
   * @param retries how many {@code retry} one of them gets while no worker runs
   */
  void run(int retries) {
    HeldCall building = HeldCall.arm(stack, attacked, "CreateLoadBalancer");
    flooded.startUnapproved();
    flooded.await(Phase.AWAITING_APPROVAL);
    List<String> junk = withoutWorker(retries);

    building.await();
    attack("", "exposure");
    building.release();
    untilReady(flooded, () -> {});
    untilReady(attacked, () -> attack("", "approval"));
    attack("");
    untilReady(attacked, () -> {});
    expectAsPlanned(attacked);
    expectAsPlanned(flooded);
    expectFailed(junk);
    remove();
  }

  /** Before the first workflow task of one setup, and while the other one waits. */
  private List<String> withoutWorker(int retries) {
    stack.kill("worker");
    attacked.startUnapproved();
    hands.attack(attacked.workflow(""), Kind.SIGNALS);
    hands.signalLarge(attacked.workflow(""), "retry");
    List<String> junk = hands.startWithJunk();
    hands.flood(flooded.workflow(""), "retry", retries);
    stack.startWorker();
    return junk;
  }

  private void attack(String... workflows) {
    List.of(workflows).forEach(name -> hands.attack(attacked.workflow(name), kind));
  }

  /**
   * Answers whatever the setup waits for: a rejection or a retry may have been among the signals.
   */
  private static void untilReady(CrashSetup setup, Runnable onRequest) {
    boolean[] asked = {false};
    await(setup.name())
        .atMost(PATIENCE)
        .until(
            () -> {
              CrashSetup.Observation seen = setup.observe();
              if (seen.is(Phase.AWAITING_APPROVAL)) {
                if (!asked[0]) {
                  asked[0] = true;
                  onRequest.run();
                }
                setup.approve();
              } else if (seen.is(Phase.PARKED)) {
                setup.retry();
              }
              return seen.is(Phase.READY);
            });
  }

  /** Verifications that someone asked for may still run, and replace the changefeed. */
  private void expectAsPlanned(CrashSetup setup) {
    await(setup.name())
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(setup.difference(stack.sandbox().resources()))
                    .isEqualTo(Difference.NONE));
  }

  private void expectFailed(List<String> junk) {
    for (String workflow : junk) {
      await(workflow)
          .atMost(PATIENCE)
          .until(
              () ->
                  tools.workflow(workflow).describe().getStatus()
                      == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    }
    assertThat(tools.failedTasksOfWorkflows("junk-")).isEmpty();
  }

  private void remove() {
    HeldCall removing = HeldCall.arm(stack, attacked, "DeleteLoadBalancer");
    hands.signalLarge(attacked.workflow(""), "destroy");
    attacked.destroy();
    flooded.destroy();
    removing.await();
    attack("", "teardown");
    removing.release();
    for (CrashSetup setup : List.of(attacked, flooded)) {
      setup.expectDestroyed();
      setup.workflows().forEach(this::attackAfterTheEnd);
    }
    Expected.assertNothingLeft(stack.sandbox());
  }

  private void attackAfterTheEnd(String workflow) {
    try {
      hands.attack(workflow, Kind.SIGNALS);
    } catch (WorkflowNotFoundException e) {
      // A new cluster has no survey.
    }
  }
}
