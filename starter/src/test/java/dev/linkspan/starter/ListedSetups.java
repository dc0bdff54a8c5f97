package dev.linkspan.starter;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.steps.SearchAttributes;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Setups as the visibility store of a real server lists them. */
final class ListedSetups {
  private static final Instant ENDED = Instant.parse("2026-11-24T02:00:00Z");

  private ListedSetups() {}

  /** One of each kind. */
  static List<WorkflowExecutionInfo> all() {
    WorkflowExecutionStatus running = WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    return List.of(
        listed("orders", running, "READY", "healthy"),
        listed("billing", running, "PARKED", "unknown"),
        listed("audit", running, "AWAITING_APPROVAL", "unknown"),
        listed("clicks", running, "READY", "drifted"),
        listed(
            "clicks",
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
            "READY",
            "healthy"),
        listed(
            "gone",
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
            "DESTROYED",
            "healthy"),
        listed(
            "lost",
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
            "READY",
            "healthy"),
        listed("copy", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED, "READY", "healthy")
            .toBuilder()
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId("3f1c").setRunId("run"))
            .build());
  }

  private static WorkflowExecutionInfo listed(
      String name, WorkflowExecutionStatus status, String phase, String health) {
    boolean running = status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    Instant start = (running ? Instant.now() : ENDED).minus(Duration.ofMinutes(90));
    WorkflowExecutionInfo.Builder info =
        WorkflowExecutionInfo.newBuilder()
            .setExecution(
                WorkflowExecution.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(name))
                    .setRunId("run-of-" + name))
            .setType(WorkflowType.newBuilder().setName("PrivateLinkSetup"))
            .setStartTime(timestamp(start))
            .setStatus(status);
    if (!running) {
      info.setCloseTime(timestamp(ENDED));
    }
    info.getSearchAttributesBuilder()
        .putIndexedFields(SearchAttributes.PHASE.getName(), keyword(phase))
        .putIndexedFields(SearchAttributes.HEALTH.getName(), keyword(health))
        .putIndexedFields(SearchAttributes.REGION.getName(), keyword("ap-southeast-1"));
    return info.build();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).build();
  }

  private static Payload keyword(String value) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .putMetadata("type", ByteString.copyFromUtf8("Keyword"))
        .setData(ByteString.copyFromUtf8("\"" + value + "\""))
        .build();
  }
}
