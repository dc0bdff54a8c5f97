package dev.linkspan.systemtests;

import dev.linkspan.workflows.verification.Verification;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The Temporal server of a {@link LocalStack}: its workflows and schedules. */
final class TemporalServer {
  private final WorkflowServiceStubs service;
  private final WorkflowClient client;

  TemporalServer(WorkflowServiceStubs service, WorkflowClient client) {
    this.service = service;
    this.client = client;
  }

  /** The IDs of all schedules on the server. */
  List<String> schedules() {
    return ScheduleClient.newInstance(service).listSchedules().map(s -> s.getScheduleId()).toList();
  }

  /** Deletes the verification schedule of a setup, as a person can in the Temporal UI. */
  void deleteSchedule(String name) {
    ScheduleClient.newInstance(service).getHandle(Verification.scheduleId(name)).delete();
  }

  /** Whether the server knows this workflow. */
  boolean exists(String workflowId) {
    return described(workflowId).isPresent();
  }

  /** Whether this workflow exists and is closed. */
  boolean ended(String workflowId) {
    return described(workflowId)
        .filter(
            found ->
                found.getWorkflowExecutionInfo().getStatus()
                    != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .isPresent();
  }

  /** The types of the activities that run in this workflow now. */
  Set<String> running(String workflowId) {
    return runningActivities(workflowId).stream()
        .map(activity -> activity.getActivityType().getName())
        .collect(Collectors.toSet());
  }

  /** The activities that run in this workflow now. */
  List<PendingActivityInfo> runningActivities(String workflowId) {
    return described(workflowId).stream()
        .flatMap(found -> found.getPendingActivitiesList().stream())
        .filter(a -> a.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .toList();
  }

  /** The pending activities of an open workflow, or its pending workflow task. */
  Optional<String> describePending(String workflowId) {
    return described(workflowId)
        .filter(
            found ->
                found.getWorkflowExecutionInfo().getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .map(
            found ->
                "%s after %d events: %s%s"
                    .formatted(
                        workflowId,
                        found.getWorkflowExecutionInfo().getHistoryLength(),
                        found.getPendingActivitiesList(),
                        found.hasPendingWorkflowTask() ? found.getPendingWorkflowTask() : ""));
  }

  private Optional<DescribeWorkflowExecutionResponse> described(String workflowId) {
    try {
      return Optional.of(
          service
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The process ID of the worker that runs this activity. */
  long workerOf(String workflowId, String activity) {
    return described(workflowId).stream()
        .flatMap(found -> found.getPendingActivitiesList().stream())
        .filter(pending -> pending.getActivityType().getName().equals(activity))
        .map(pending -> pending.getLastWorkerIdentity().split("@", 2)[0])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
