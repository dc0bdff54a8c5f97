package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person terminates, cancels, resets or deletes child workflows of a setup. */
@Tag("system")
@LightStack(LightStack.Shared.MISTAKES)
class ChildEndedByHandTest {
  private static LocalStack stack;
  private static TemporalTools tools;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    tools = new TemporalTools(shared.client());
  }

  @Test
  void theSetupParksAndRetryStartsTheChildAgain() {
    List<CrashSetup> setups =
        List.of(0, 1, 2, 3).stream()
            .map(i -> CrashSetup.ofNewCluster(stack, "child" + i, i))
            .toList();
    Together.run(
        List.of(
            () ->
                all(setups.get(0), Intervention.TERMINATE, Intervention.CANCEL, Intervention.RESET),
            () ->
                all(setups.get(1), Intervention.CANCEL, Intervention.RESET, Intervention.TERMINATE),
            () ->
                all(setups.get(2), Intervention.RESET, Intervention.TERMINATE, Intervention.CANCEL),
            () ->
                all(setups.get(3), Intervention.DELETE, Intervention.DELETE, Intervention.DELETE)));
    Expected.assertNothingLeft(stack.sandbox());
  }

  /** Does something to each child, while it works. */
  private void all(CrashSetup setup, Intervention first, Intervention second, Intervention third) {
    HeldCall exposure = HeldCall.arm(stack, setup, "CreateLoadBalancer");
    HeldCall kafka = HeldCall.arm(stack, setup, "ssh");
    HeldCall verification = HeldCall.arm(stack, setup, "CreateChangefeed");
    setup.startUnapproved();
    exposure.await();
    act(setup, "exposure", first);
    exposure.release();
    kafka.await();
    act(setup, "kafka", second);
    kafka.release();
    setup.await(Phase.AWAITING_APPROVAL);
    act(setup, "approval", third);
    setup.await(Phase.AWAITING_APPROVAL);
    setup.approve();
    verification.await();
    act(setup, "verification", first);
    verification.release();

    setup.expectReady();

    HeldCall teardown = HeldCall.arm(stack, setup, "DeleteLoadBalancer");
    setup.destroy();
    teardown.await();
    act(setup, "teardown", second);
    teardown.release();
    setup.expectDestroyed();
  }

  private static void act(CrashSetup setup, String child, Intervention intervention) {
    String workflow = setup.workflow(child);
    intervention.on(tools, workflow);
    intervention
        .word()
        .ifPresent(
            word -> {
              setup.await(Phase.PARKED);
              assertThat(setup.parkedFor().orElseThrow())
                  .contains("the workflow " + workflow + " was " + word, "`retry` starts it again");
              setup.retry();
            });
  }
}
