package dev.linkspan.starter.temporal;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import java.util.Optional;

/** The input that a workflow was started with, from its first history event. */
public final class WorkflowInput {
  private WorkflowInput() {}

  /** Reads the input; needs no worker. */
  public static <T> T read(
      TemporalConnection temporal, WorkflowExecution execution, Class<T> type) {
    var request =
        GetWorkflowExecutionHistoryRequest.newBuilder()
            .setNamespace(temporal.namespace())
            .setExecution(execution)
            .setMaximumPageSize(1)
            .build();
    var first =
        temporal
            .service()
            .blockingStub()
            .getWorkflowExecutionHistory(request)
            .getHistory()
            .getEvents(0);
    return temporal
        .client()
        .getOptions()
        .getDataConverter()
        .fromPayloads(
            0,
            Optional.of(first.getWorkflowExecutionStartedEventAttributes().getInput()),
            type,
            type);
  }
}
