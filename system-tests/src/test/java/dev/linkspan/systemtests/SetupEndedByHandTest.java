package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A person terminates or deletes the workflow of a setup; {@code CancelledSetupTest} cancels it.
 */
@Tag("system")
@LightStack(LightStack.Shared.MISTAKES)
class SetupEndedByHandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static LocalStack stack;
  private static TemporalTools tools;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    tools = new TemporalTools(shared.client());
  }

  @Test
  void c43ATerminatedSetupCanBeRemovedInEveryPhaseAndBuiltAgain() {
    List<CrashSetup> setups =
        List.of(0, 1, 2, 3).stream()
            .map(i -> CrashSetup.ofNewCluster(stack, "lost" + i, i))
            .toList();
    Together.run(
        List.of(
            () -> duringConstruction(setups.get(0)),
            () -> whileItAwaitsApproval(setups.get(1)),
            () -> finished(setups.get(2)),
            () -> duringTeardown(setups.get(3))));
    Expected.assertNothingLeft(stack.sandbox());
  }

  @Test
  void aDeletedSetupCanBeRemovedInEveryPhaseAndBuiltAgain() {
    List<CrashSetup> setups =
        List.of(0, 1, 2).stream()
            .map(i -> CrashSetup.ofNewCluster(stack, "erased" + i, i))
            .toList();
    Together.run(
        List.of(
            () -> deletedDuringConstruction(setups.get(0)),
            () -> deletedWhenFinished(setups.get(1)),
            () -> deletedDuringTeardown(setups.get(2))));
    Expected.assertNothingLeft(stack.sandbox());
  }

  private void deletedDuringConstruction(CrashSetup setup) {
    HeldCall held = HeldCall.arm(stack, setup, "CreateLoadBalancer");
    setup.start();
    held.await();
    delete(setup);
    held.release();
    awaitEnd(setup, "exposure");
    remove(setup);
  }

  private void deletedWhenFinished(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    Set<String> built = setup.ids(stack.sandbox().resources());
    delete(setup);

    setup.start();
    setup.await(Phase.READY);
    assertThat(setup.ids(stack.sandbox().resources())).as(setup.name()).isEqualTo(built);
    delete(setup);
    remove(setup);
  }

  private void deletedDuringTeardown(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    HeldCall held = HeldCall.arm(stack, setup, "DeleteLoadBalancer");
    setup.destroy();
    held.await();
    delete(setup);
    held.release();
    awaitEnd(setup, "teardown");
    assertThat(setup.leftOver(stack.sandbox().resources())).as(setup.name()).isEmpty();
    remove(setup);
  }

  private void duringConstruction(CrashSetup setup) {
    HeldCall held = HeldCall.arm(stack, setup, "CreateLoadBalancer");
    setup.start();
    held.await();
    terminate(setup);
    held.release();
    awaitEnd(setup, "exposure");
    remove(setup);
  }

  private void whileItAwaitsApproval(CrashSetup setup) {
    setup.startUnapproved();
    setup.await(Phase.AWAITING_APPROVAL);
    terminate(setup);
    awaitEnd(setup, "approval");
    setup.start();
    setup.expectReady();
    // The workflow still runs: it is terminated first.
    remove(setup);
  }

  private void finished(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    Set<String> built = setup.ids(stack.sandbox().resources());
    terminate(setup);

    setup.start();
    setup.await(Phase.READY);
    assertThat(setup.ids(stack.sandbox().resources())).as(setup.name()).isEqualTo(built);

    terminate(setup);
    // Destroyed before this run has looked at the clouds.
    setup.start();
    setup.destroy();
    setup.expectDestroyed();
  }

  private void duringTeardown(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    HeldCall held = HeldCall.arm(stack, setup, "DeleteLoadBalancer");
    setup.destroy();
    held.await();
    terminate(setup);
    assertThat(stack.server().ended(setup.workflow("teardown"))).isFalse();
    held.release();
    awaitEnd(setup, "teardown");
    assertThat(setup.leftOver(stack.sandbox().resources())).as(setup.name()).isEmpty();
    remove(setup);
  }

  private static void terminate(CrashSetup setup) {
    tools.workflow(setup.workflow("")).terminate("a person's mistake");
  }

  /** Waits until the server knows nothing of the workflow any more. */
  private static void delete(CrashSetup setup) {
    tools.delete(setup.workflow(""));
    Awaitility.await(setup.name())
        .atMost(PATIENCE)
        .until(() -> !stack.server().exists(setup.workflow("")));
  }

  private static void awaitEnd(CrashSetup setup, String child) {
    Awaitility.await(setup.workflow(child))
        .atMost(PATIENCE)
        .until(() -> stack.server().ended(setup.workflow(child)));
  }

  private static void remove(CrashSetup setup) {
    setup.destroyWithoutWorkflow();
    setup.expectDestroyed();
  }
}
