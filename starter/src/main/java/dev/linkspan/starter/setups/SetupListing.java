package dev.linkspan.starter.setups;

import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.SearchAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.SearchAttributeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A setup in a list, as the visibility store of Temporal knows it.
 *
 * @param phase the phase; for a workflow that was canceled or terminated, its Temporal status
 * @param since when the workflow started
 * @param took how long an ended setup ran, or how long a running one has been running
 */
public record SetupListing(
    String name, String phase, String health, String region, Instant since, Duration took) {

  /**
   * The setups in the namespace of the connection; needs no worker.
   *
   * @param all whether to include setups that have ended and that the server still keeps
   */
  public static List<SetupListing> list(TemporalConnection temporal, boolean all) {
    String query =
        "WorkflowType = 'PrivateLinkSetup'" + (all ? "" : " AND ExecutionStatus = 'Running'");
    return TemporalErrors.translate(
        "", () -> temporal.client().listExecutions(query).map(SetupListing::of).toList());
  }

  private static SetupListing of(WorkflowExecutionMetadata execution) {
    boolean running =
        execution.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    String phase = attribute(execution, SearchAttributes.PHASE);
    String closed = execution.getStatus().name().substring("WORKFLOW_EXECUTION_STATUS_".length());
    Instant end = running ? Instant.now() : Objects.requireNonNull(execution.getCloseTime());
    return new SetupListing(
        execution.getExecution().getWorkflowId().substring(PrivateLinkSetup.id("").length()),
        running || phase.equals(Phase.DESTROYED.name()) ? phase : closed,
        attribute(execution, SearchAttributes.HEALTH),
        attribute(execution, SearchAttributes.REGION),
        execution.getStartTime(),
        Duration.between(execution.getStartTime(), end));
  }

  private static String attribute(
      WorkflowExecutionMetadata execution, SearchAttributeKey<String> key) {
    return Optional.ofNullable(execution.getTypedSearchAttributes().get(key)).orElse("-");
  }
}
