package dev.linkspan.systemtests;

import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A worker in this JVM whose workflow code differs from Linkspan's: the signal {@code retry} starts
 * a timer. Linkspan's worker can't replay what it writes, so every workflow task fails from then
 * on. It runs no activities.
 */
final class OtherWorkflowCode implements AutoCloseable {
  private static final Duration TIMER = Duration.ofDays(77);

  private final WorkerFactory factory;

  OtherWorkflowCode(WorkflowClient client) {
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new TimerOnRetry())
                .validateAndBuildWithDefaults());
    Worker worker = factory.newWorker(TaskQueues.CONTROL);
    worker.registerWorkflowImplementationTypes(WorkflowTypes.ALL.toArray(new Class<?>[0]));
    factory.start();
  }

  /** Whether this code has written its timer into the workflow's history. */
  boolean hasChanged(TemporalTools tools, String workflow) {
    return tools.history(workflow, tools.newestRun(workflow)).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED)
        .anyMatch(
            event ->
                event.getTimerStartedEventAttributes().getStartToFireTimeout().getSeconds()
                    == TIMER.toSeconds());
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(30, TimeUnit.SECONDS);
  }

  private static final class TimerOnRetry extends WorkerInterceptorBase {
    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void handleSignal(SignalInput input) {
          if (input.getSignalName().equals("retry")) {
            Workflow.newTimer(TIMER);
          }
          super.handleSignal(input);
        }
      };
    }
  }
}
