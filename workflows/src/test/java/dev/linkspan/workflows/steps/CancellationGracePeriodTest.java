package dev.linkspan.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancellationGracePeriodTest {
  private static final Duration GRACE = Duration.ofMinutes(10);
  private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

  /** Runs work of this many minutes in a scope that is cancelled after this many minutes. */
  @WorkflowInterface
  public interface Cancelled {
    @WorkflowMethod
    List<String> run(int work, int cancelledAfter);
  }

  /** Returns the steps of the work that were reached. */
  public static final class CancelledWorkflow implements Cancelled {
    private final List<String> reached = new ArrayList<>();

    @Override
    public List<String> run(int work, int cancelledAfter) {
      CancellationScope scope = Workflow.newCancellationScope(() -> inGrace(work));
      if (cancelledAfter == 0) {
        scope.cancel();
      } else {
        Workflow.newTimer(Duration.ofMinutes(cancelledAfter))
            .thenApply(
                over -> {
                  scope.cancel();
                  return null;
                });
      }
      scope.run();
      return reached;
    }

    private void inGrace(int work) {
      try {
        CancellationGracePeriod.run(
            GRACE,
            () -> {
              reached.add("started");
              Workflow.sleep(Duration.ofMinutes(work));
              reached.add("done");
            });
      } catch (CanceledFailure cancelled) {
        reached.add("cancelled");
      }
    }
  }

  @BeforeEach
  void start() {
    environment.newWorker("queue").registerWorkflowImplementationTypes(CancelledWorkflow.class);
    environment.start();
  }

  @AfterEach
  void close() {
    environment.close();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 30, started done",
    "25, 20, started done",
    "40, 20, started cancelled",
    "5, 0, cancelled"
  })
  void workGoesOnForTenMinutesAndDoesNotStartAfterwards(
      int work, int cancelledAfter, String expected) {
    Cancelled workflow =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                Cancelled.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build());

    assertThat(workflow.run(work, cancelledAfter)).containsExactly(expected.split(" "));
  }
}
