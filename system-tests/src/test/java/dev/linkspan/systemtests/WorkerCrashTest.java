package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Running;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Step;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The worker is killed three times while a setup is built. */
@Tag("system")
@Order(2)
@ResourceLock(LocalStack.NEW_CLUSTER)
class WorkerCrashTest {
  private static final String NAME = "crash";
  private static LocalStack stack;

  @BeforeAll
  static void start() {
    stack = LocalStack.start(20, "0.5");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void crashesWhileProvisioningInstallingAndAwaitingApprovalCreateNothingTwice()
      throws IOException {
    Path spec = stack.spec(NAME, 3, "10001");
    Running up = stack.commandLine().start("up", "--yes", "-f", spec.toString(), "--wait");

    awaitTrue(() -> !stack.sandbox().calls("RunInstances").isEmpty());
    killAndRestartWorker();
    awaitTrue(this::archivesAreBeingInstalled);
    killAndRestartWorker();
    awaitTrue(() -> stack.status(NAME).phase() == Phase.AWAITING_APPROVAL);
    awaitTrue(() -> stepIs("Kafka cluster", Step.State.DONE));
    killAndRestartWorker();
    stack
        .commandLine()
        .run(Duration.ofMinutes(1), "approve", NAME, "--yes", "--by", "ada")
        .expecting(0);

    up.finish(Duration.ofMinutes(8)).expecting(0);
    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
    var link = stack.status(NAME).inventory().link().orElseThrow();
    Expected.assertExactly(link.plan(), stack.sandbox());
    assertThat(stack.sandbox().resources("instance")).hasSize(4);
    assertBrokersRestartedOneAtATime(link.plan());

    stack.commandLine().run(Duration.ofMinutes(5), "destroy", NAME, "--yes").expecting(0);
    Expected.assertNothingLeft(stack.sandbox());
  }

  private void assertBrokersRestartedOneAtATime(Plan plan) {
    var steps =
        stack
            .client()
            .newWorkflowStub(ListenerRollout.class, ListenerRollout.id(plan.kafka().clusterId()))
            .progress()
            .steps()
            .stream()
            .filter(s -> s.name().contains("restarted"))
            .sorted(Comparator.comparing(s -> s.startedAt().orElseThrow()))
            .toList();
    assertThat(steps).hasSameSizeAs(plan.kafka().brokers());
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).startedAt().orElseThrow())
          .isAfter(steps.get(i - 1).endedAt().orElseThrow());
    }
  }

  private void killAndRestartWorker() {
    stack.killWorker();
    stack.startWorker();
  }

  private boolean archivesAreBeingInstalled() {
    try (Stream<Path> files = Files.walk(stack.state().resolve("sandbox/machines"))) {
      return files.anyMatch(f -> f.endsWith("linkspan/archives"));
    } catch (IOException | java.io.UncheckedIOException e) {
      // The folder changed during the walk; the next poll walks it again.
      return false;
    }
  }

  private boolean stepIs(String name, Step.State state) {
    return stack.setup(NAME).progress().steps().stream()
        .anyMatch(s -> s.name().equals(name) && s.state() == state);
  }

  private static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsMatching(
            e -> e instanceof WorkflowNotFoundException || e instanceof WorkflowException)
        .until(condition);
  }
}
