package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class WorkflowLoggingInterceptorTest {
  private static final String QUEUE = "logging";

  /** Reads its own logging context. */
  @WorkflowInterface
  public interface Reader {
    @WorkflowMethod
    List<String> run(Owner owner);
  }

  /** On its first thread, and on one that it starts. */
  public static final class ReaderWorkflow implements Reader {
    @Override
    public List<String> run(Owner owner) {
      String own = MDC.get("setup");
      return List.of(own, Async.function(() -> MDC.get("setup")).get());
    }
  }

  @Test
  void everyThreadOfAWorkflowLogsItsSetup() {
    Owner owner = new Owner("demo", "id", "ap-southeast-1", new CredentialNames("a", "b", "c"));
    try (TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new WorkflowLoggingInterceptor())
                        .build())
                .build())) {
      environment.newWorker(QUEUE).registerWorkflowImplementationTypes(ReaderWorkflow.class);
      environment.start();
      Reader reader =
          environment
              .getWorkflowClient()
              .newWorkflowStub(
                  Reader.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());

      assertThat(reader.run(owner)).containsExactly("demo", "demo");
    }
  }
}
