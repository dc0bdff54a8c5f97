package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person terminates, cancels or resets child workflows of a setup. */
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

  private enum Deed {
    TERMINATE("terminated"),
    CANCEL("canceled"),
    RESET(null);

    /** What the parked step of the setup says; empty if the setup goes on. */
    final Optional<String> text;

    Deed(String text) {
      this.text = Optional.ofNullable(text);
    }

    void on(String workflow) {
      switch (this) {
        case TERMINATE -> tools.workflow(workflow).terminate("a person's mistake");
        case CANCEL -> tools.workflow(workflow).cancel();
        case RESET -> {
          String run = tools.newestRun(workflow);
          tools.reset(workflow, run, tools.workflowTasks(workflow, run).get(0));
        }
      }
    }
  }

  @Test
  void theSetupParksAndRetryStartsTheChildAgain() {
    List<CrashSetup> setups =
        List.of(0, 1, 2).stream().map(i -> CrashSetup.ofNewCluster(stack, "child" + i, i)).toList();
    Together.run(
        List.of(
            () -> all(setups.get(0), Deed.TERMINATE, Deed.CANCEL, Deed.RESET),
            () -> all(setups.get(1), Deed.CANCEL, Deed.RESET, Deed.TERMINATE),
            () -> all(setups.get(2), Deed.RESET, Deed.TERMINATE, Deed.CANCEL)));
    Expected.assertNothingLeft(stack.sandbox());
  }

  /** Does something to each child, while it works. */
  private void all(CrashSetup setup, Deed first, Deed second, Deed third) {
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

  private static void act(CrashSetup setup, String child, Deed deed) {
    String workflow = setup.workflow(child);
    deed.on(workflow);
    deed.text.ifPresent(
        text -> {
          setup.await(Phase.PARKED);
          assertThat(setup.waitingFor())
              .contains("the workflow " + workflow + " was " + text, "`retry` starts it again");
          setup.retry();
        });
  }
}
