package dev.linkspan.starter.temporal;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import java.util.Optional;

/** The input that a workflow was started with, from its first history event. */
public final class WorkflowInput {
  private WorkflowInput() {}

  /**
   * What a run was started with.
   *
   * @param firstRunId run ID of the first run of its chain: its own, unless it was continued as
   *     new, retried, or reset
   */
  public record Start<T>(T input, String firstRunId) {}

  /**
   * Reads the input; needs no worker.
   *
   * @throws io.temporal.common.converter.DataConverterException if it has another form
   */
  public static <T> T read(
      TemporalConnection temporal, WorkflowExecution execution, Class<T> type) {
    return start(temporal, execution, type).input();
  }

  /** Reads the input and the first run ID; needs no worker. */
  public static <T> Start<T> start(
      TemporalConnection temporal, WorkflowExecution execution, Class<T> type) {
    var request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(temporal.namespace())
            .setExecution(execution)
            .setMaximumPageSize(1)
            .build();
    var started =
        temporal
            .service()
            .blockingStub()
            .getWorkflowExecutionHistory(request)
            .getHistory()
            .getEvents(0)
            .getWorkflowExecutionStartedEventAttributes();
    T input =
        temporal
            .client()
            .getOptions()
            .getDataConverter()
            .fromPayloads(0, Optional.of(started.getInput()), type, type);
    return new Start<>(input, started.getFirstExecutionRunId());
  }
}
