package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.WorkflowMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anyone can start any workflow with anything: it fails, and its workflow task does not. */
class JunkInputTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  static Stream<String> types() {
    return WorkflowTypes.ALL.stream()
        .flatMap(type -> Arrays.stream(type.getInterfaces()))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .filter(method -> method.isAnnotationPresent(WorkflowMethod.class))
        .map(method -> method.getAnnotation(WorkflowMethod.class).name());
  }

  @ParameterizedTest
  @MethodSource("types")
  void c43FailsOnceAndSaysWhy(String type) {
    List<Object[]> inputs =
        List.of(
            new Object[0],
            new Object[] {null},
            new Object[] {5},
            new Object[] {"text"},
            new Object[] {List.of(1, "a")},
            new Object[] {Map.of()},
            new Object[] {Map.of("setupWorkflow", "x", "unknown", Map.of("a", 1))},
            new Object[] {Map.of(), "more", 7});
    for (int i = 0; i < inputs.size(); i++) {
      WorkflowStub workflow = start(type, i, inputs.get(i));
      Awaitility.await()
          .until(
              () ->
                  workflow.describe().getStatus()
                      == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
      assertThatThrownBy(() -> workflow.getResult(Void.class))
          .cause()
          .hasMessageContaining("unexpected ")
          .hasMessageNotContaining("InvocationTargetException");
      assertThat(lab.client().fetchHistory(workflow.getExecution().getWorkflowId()).getEvents())
          .filteredOn(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
          .extracting(event -> event.getWorkflowTaskFailedEventAttributes().getCause())
          // The signal came while the worker closed the workflow.
          .isSubsetOf(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND);
    }
  }

  private WorkflowStub start(String type, int i, Object[] input) {
    WorkflowStub workflow =
        lab.client()
            .newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("junk-" + i)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .build());
    workflow.signalWithStart("retry", new Object[0], input);
    return workflow;
  }
}
