package dev.linkspan.systemtests;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person resets the workflow of a setup, for example in the Temporal UI. */
@Tag("system")
@LightStack(LightStack.Shared.MISTAKES)
class ResetTest {
  private static LocalStack stack;
  private static TemporalTools tools;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    tools = new TemporalTools(shared.client());
  }

  private static CrashSetup setup(int i) {
    return CrashSetup.ofNewCluster(stack, "again" + i, i);
  }

  private static void resetToFirstTask(CrashSetup setup) {
    String workflow = setup.workflow("");
    String run = tools.newestRun(workflow);
    tools.reset(workflow, run, tools.workflowTasks(workflow, run).get(0));
  }

  @Test
  void c41AFinishedSetupEndsReadyAgainWithTheSameResources() {
    ResetTrial.tryAll(stack, 3, 10);
  }

  @Test
  void c41AnUnfinishedSetupGoesOn() {
    Together.run(
        List.of(
            () -> duringConstruction(setup(0)),
            () -> whileParked(setup(1)),
            () -> duringTeardown(setup(2)),
            () -> afterTheEnd(setup(3))));
    Expected.assertNothingLeft(stack.sandbox());
  }

  private void duringConstruction(CrashSetup setup) {
    HeldCall held = HeldCall.arm(stack, setup, "CreateLoadBalancer");
    setup.start();
    held.await();
    resetToFirstTask(setup);
    held.release();
    setup.expectReady();
    destroy(setup);
  }

  private void whileParked(CrashSetup setup) {
    HeldCall held = HeldCall.arm(stack, setup, "CreateLoadBalancer");
    setup.start();
    held.await();
    tools.workflow(setup.workflow("exposure")).terminate("a person's mistake");
    setup.await(Phase.PARKED);
    held.release();
    resetToFirstTask(setup);
    setup.expectReady();
    destroy(setup);
  }

  private void duringTeardown(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    HeldCall held = HeldCall.arm(stack, setup, "DeleteLoadBalancer");
    setup.destroy();
    held.await();
    resetToFirstTask(setup);
    held.release();
    setup.expectDestroyed();
  }

  /** The request to destroy is applied again at once, before anything is built. */
  private void afterTheEnd(CrashSetup setup) {
    setup.start();
    setup.await(Phase.READY);
    destroy(setup);
    resetToFirstTask(setup);
    setup.expectDestroyed();
  }

  private static void destroy(CrashSetup setup) {
    setup.destroy();
    setup.expectDestroyed();
  }
}
