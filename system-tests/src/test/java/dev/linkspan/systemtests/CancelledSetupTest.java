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

/** A person cancels the workflow, for example in the Temporal UI. */
@Tag("system")
@LightStack(LightStack.Shared.DECISIONS)
class CancelledSetupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAME = "cancelled";
  private static LocalStack stack;
  private static CrashSetup setup;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
    setup = CrashSetup.ofNewCluster(stack, NAME, 0);
  }

  private static void cancel() {
    stack.client().newUntypedWorkflowStub(PrivateLinkSetup.id(NAME)).cancel();
    await().atMost(PATIENCE).until(() -> setup.observe().closed());
  }

  private static Set<String> createdIds() {
    return Expected.ofSetups(stack.sandbox().resources()).stream()
        .map(Resource::id)
        .collect(Collectors.toSet());
  }

  @Test
  void cancellationKeepsAFinishedLinkAndRemovesAnUnfinishedOne() {
    setup.start();
    await().atMost(PATIENCE).until(() -> setup.observe().is(Phase.READY));
    Set<String> finishedLink = createdIds();

    cancel();

    assertThat(setup.observe().is(Phase.READY)).isTrue();
    assertThat(createdIds()).as("resources of the finished link").isEqualTo(finishedLink);

    setup.start();
    await().atMost(PATIENCE).until(() -> setup.observe().is(Phase.READY));
    assertThat(setup.observe().closed()).isFalse();
    assertThat(setup.difference(stack.sandbox().resources()))
        .as("difference after the second start")
        .isEqualTo(Expected.Difference.NONE);
    assertThat(createdIds()).isEqualTo(finishedLink);
    setup.destroy();
    await().atMost(PATIENCE).until(() -> setup.observe().closed());
    Expected.assertNothingLeft(stack.sandbox());

    setup.start();
    await().atMost(PATIENCE).until(() -> !stack.sandbox().resources("loadbalancer").isEmpty());

    cancel();

    assertThat(setup.observe().is(Phase.DESTROYED)).isTrue();
    Expected.assertNothingLeft(stack.sandbox());
    assertThat(stack.server().schedules()).isEmpty();
  }
}
