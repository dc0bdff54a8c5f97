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

  /** Work of so many minutes, whose surroundings are cancelled after so many. */
  @WorkflowInterface
  public interface Cancelled {
    @WorkflowMethod
    List<String> run(int work, int cancelledAfter);
  }

  /** Tells how far the work came. */
  public static final class CancelledWorkflow implements Cancelled {
    private final List<String> told = new ArrayList<>();

    @Override
    public List<String> run(int work, int cancelledAfter) {
      CancellationScope around = Workflow.newCancellationScope(() -> inGrace(work));
      if (cancelledAfter == 0) {
        around.cancel();
      } else {
        Workflow.newTimer(Duration.ofMinutes(cancelledAfter))
            .thenApply(
                over -> {
                  around.cancel();
                  return null;
                });
      }
      around.run();
      return told;
    }

    private void inGrace(int work) {
      try {
        CancellationGracePeriod.run(
            GRACE,
            () -> {
              told.add("begun");
              Workflow.sleep(Duration.ofMinutes(work));
              told.add("done");
            });
      } catch (CanceledFailure cancelled) {
        told.add("cancelled");
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
    "5, 30, begun done",
    "25, 20, begun done",
    "40, 20, begun cancelled",
    "5, 0, cancelled"
  })
  void workGoesOnForTenMinutesAndIsNotBegunAfterwards(int work, int cancelledAfter, String told) {
    Cancelled workflow =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                Cancelled.class, WorkflowOptions.newBuilder().setTaskQueue("queue").build());

    assertThat(workflow.run(work, cancelledAfter)).containsExactly(told.split(" "));
  }
}
