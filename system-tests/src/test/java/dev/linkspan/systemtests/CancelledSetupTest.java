package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person cancels the workflow, as a click in the Temporal UI does. */
@Tag("system")
@LightStack
class CancelledSetupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAME = "cancelled";
  private static LocalStack stack;
  private static CrashSetup setup;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    setup = CrashSetup.ofNewCluster(stack, NAME, LightStack.NETWORK);
  }

  private static void cancel() {
    stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(NAME)).cancel();
    await().atMost(PATIENCE).until(() -> setup.look().closed());
  }

  private static Set<String> made() {
    return Expected.ofSetups(stack.sandbox().resources()).stream()
        .map(Resource::id)
        .collect(Collectors.toSet());
  }

  @Test
  void aFinishedLinkStaysAndIsTakenUpAgainAndAHalfOneGoes() {
    setup.start();
    await().atMost(PATIENCE).until(() -> setup.look().is(Phase.READY));
    Set<String> whole = made();

    cancel();

    assertThat(setup.look().is(Phase.READY)).isTrue();
    assertThat(made()).as("the whole").isEqualTo(whole);

    setup.start();
    await().atMost(PATIENCE).until(() -> setup.look().is(Phase.READY));
    assertThat(setup.look().closed()).isFalse();
    assertThat(setup.difference(stack.sandbox().resources()))
        .as("taken up again")
        .isEqualTo(Expected.Difference.NONE);
    assertThat(made()).isEqualTo(whole);
    setup.destroy();
    await().atMost(PATIENCE).until(() -> setup.look().closed());
    Expected.nothing(stack.sandbox());

    setup.start();
    await().atMost(PATIENCE).until(() -> !stack.sandbox().resources("loadbalancer").isEmpty());

    cancel();

    assertThat(setup.look().is(Phase.DESTROYED)).isTrue();
    Expected.nothing(stack.sandbox());
    assertThat(stack.schedules()).isEmpty();
  }
}
