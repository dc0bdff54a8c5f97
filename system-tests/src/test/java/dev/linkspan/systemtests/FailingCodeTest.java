package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Setups whose histories the code of the worker does not repeat, so that they never go on. */
@Tag("system")
@LightStack(LightStack.Shared.MISTAKES)
class FailingCodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static LocalStack stack;
  private static TemporalTools tools;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    tools = new TemporalTools(shared.client());
  }

  @Test
  void c43DestroyWithoutWorkflowRemovesASetupWhoseWorkflowTasksFailForEver() {
    CrashSetup finished = CrashSetup.ofNewCluster(stack, "stuck0", 0);
    CrashSetup unfinished = CrashSetup.ofNewCluster(stack, "stuck1", 1);
    List<CrashSetup> setups = List.of(finished, unfinished);
    finished.start();
    finished.await(Phase.READY);
    // A worker whose call is held for long gives it up and makes another one.
    HeldCall held = HeldCall.arm(stack, unfinished, "CreateLoadBalancer");
    unfinished.start();
    held.await();
    changeHistories(
        finished.workflow(""), unfinished.workflow(""), unfinished.workflow("exposure"));
    held.release();
    setups.forEach(CrashSetup::retry);

    setups.forEach(FailingCodeTest::assertFailing);
    setups.forEach(FailingCodeTest::remove);

    Expected.assertNothingLeft(stack.sandbox());
    assertThat(stack.server().schedules()).isEmpty();
    assertThat(setups.stream().flatMap(CrashSetup::workflows).filter(FailingCodeTest::runs))
        .as("open workflows")
        .isEmpty();
  }

  /** Lets other workflow code continue these workflows, in place of the worker. */
  private static void changeHistories(String... workflows) {
    stack.kill("worker");
    try (OtherWorkflowCode code = new OtherWorkflowCode(stack.client())) {
      Stream.of(workflows).forEach(FailingCodeTest::retry);
      Awaitility.await("histories of other code")
          .atMost(PATIENCE)
          .until(() -> Stream.of(workflows).allMatch(workflow -> code.hasChanged(tools, workflow)));
    }
    stack.startWorker();
  }

  private static void retry(String workflow) {
    tools.workflow(workflow).signal("retry");
  }

  private static void assertFailing(CrashSetup setup) {
    Awaitility.await(setup.name())
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Result status = stack.commandLine().run(PATIENCE, "status", setup.name());
              assertThat(status.exit()).as(status.err()).isEqualTo(9);
              assertThat(status.err()).contains("TMPRL1100");
            });
    Result destroy = stack.commandLine().run(PATIENCE, "destroy", setup.name(), "--yes");
    assertThat(destroy.exit()).as(destroy.err()).isEqualTo(9);
    assertThat(destroy.err()).contains("--without-workflow");
  }

  private static void remove(CrashSetup setup) {
    stack
        .commandLine()
        .run(PATIENCE, "destroy", setup.name(), "--without-workflow", "--yes")
        .expecting(0);
    assertThat(setup.observe().is(Phase.DESTROYED)).as(setup.name()).isTrue();
    assertThat(setup.leftOver(stack.sandbox().resources())).as(setup.name()).isEmpty();
  }

  private static boolean runs(String workflow) {
    return stack.server().exists(workflow) && !stack.server().ended(workflow);
  }
}
