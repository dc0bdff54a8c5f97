package dev.linkspan.starter.setups;

import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.starter.temporal.WorkflowTaskFailure;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
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
 * @param phase the phase; for a workflow that was canceled or terminated, its Temporal status;
 *     {@code FAILING} if the workflow's code fails
 * @param health of the link; {@code -} if it is not known, or the link is gone
 * @param since when the workflow started
 * @param took how long an ended setup ran, or how long a running one has been running
 * @param problem why the workflow does not continue, and what to do, if its code fails
 */
public record SetupListing(
    String name,
    String phase,
    String health,
    String region,
    Instant since,
    Duration took,
    Optional<String> problem) {
  private static final int KEEPS_FAILING = 3;
  private static final String UNKNOWN = "-";

  /**
   * The setups in the namespace of the connection. Needs no worker, except for the state of setups
   * whose namespace lacks the search attributes.
   *
   * @param all whether to include setups that have ended and that the server still keeps
   */
  public static List<SetupListing> list(TemporalConnection temporal, boolean all) {
    String query =
        "WorkflowType = 'PrivateLinkSetup'" + (all ? "" : " AND ExecutionStatus = 'Running'");
    return TemporalErrors.translate(
        "",
        () -> {
          StatusQueries statuses = new StatusQueries(temporal);
          List<WorkflowExecutionMetadata> executions =
              temporal.client().listExecutions(query).filter(SetupListing::isSetup).toList();
          return ConcurrentCalls.each(executions, found -> of(found, temporal, statuses));
        });
  }

  /**
   * An earlier run of a setup that another run continues is no setup of its own, nor is a workflow
   * of this type that somebody started by hand under an ID that no setup has.
   */
  private static boolean isSetup(WorkflowExecutionMetadata execution) {
    return execution.getStatus()
            != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW
        && execution.getExecution().getWorkflowId().startsWith(PrivateLinkSetup.id(""));
  }

  private static SetupListing of(
      WorkflowExecutionMetadata execution, TemporalConnection temporal, StatusQueries statuses) {
    boolean running =
        execution.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    Optional<WorkflowTaskFailure> failure =
        running
            ? WorkflowTaskFailure.find(
                temporal.service(), temporal.namespace(), execution.getExecution(), KEEPS_FAILING)
            : Optional.empty();
    String phase = attribute(execution, SearchAttributes.PHASE);
    Optional<SetupStatus> asked =
        running && failure.isEmpty() && phase.equals(UNKNOWN)
            ? statuses.of(execution.getExecution().getWorkflowId())
            : Optional.empty();
    boolean gone = phase.equals(Phase.DESTROYED.name());
    String closed = execution.getStatus().name().substring("WORKFLOW_EXECUTION_STATUS_".length());
    Instant end = running ? Instant.now() : Objects.requireNonNull(execution.getCloseTime());
    return new SetupListing(
        execution.getExecution().getWorkflowId().substring(PrivateLinkSetup.id("").length()),
        failure.isPresent()
            ? "FAILING"
            : running || gone ? asked.map(s -> s.phase().name()).orElse(phase) : closed,
        asked
            .map(status -> status.health().text())
            .orElse(gone ? UNKNOWN : attribute(execution, SearchAttributes.HEALTH)),
        asked.map(SetupStatus::region).orElse(attribute(execution, SearchAttributes.REGION)),
        execution.getStartTime(),
        Duration.between(execution.getStartTime(), end),
        failure.map(f -> f.problem() + " " + f.remedy()));
  }

  private static String attribute(
      WorkflowExecutionMetadata execution, SearchAttributeKey<String> key) {
    return Optional.ofNullable(execution.getTypedSearchAttributes().get(key)).orElse(UNKNOWN);
  }

  /** Queries the setups for their status, until no worker answers. */
  private static final class StatusQueries {
    private final TemporalConnection temporal;
    private volatile boolean unanswered;

    StatusQueries(TemporalConnection temporal) {
      this.temporal = temporal;
    }

    Optional<SetupStatus> of(String workflowId) {
      if (unanswered) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            temporal
                .client()
                .newUntypedWorkflowStub(workflowId)
                .query("status", SetupStatus.class));
      } catch (RuntimeException e) {
        unanswered = true;
        return Optional.empty();
      }
    }
  }
}
