package dev.linkspan.starter.setups;

import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Setups that cannot run beside each other, because the workflow ID of one is that of a part of the
 * other: {@code orders-kafka} and {@code orders}.
 */
public final class SharedWorkflowIds {
  private final TemporalConnection temporal;

  public SharedWorkflowIds(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /** The running setup that cannot run beside one of this name; needs no worker. */
  public Optional<String> inTheWayOf(String name) {
    return Stream.concat(
            PrivateLinkSetup.PARTS.stream()
                .filter(part -> name.endsWith("-" + part))
                .map(part -> name.substring(0, name.length() - part.length() - 1)),
            PrivateLinkSetup.PARTS.stream().map(part -> name + "-" + part))
        .filter(this::isRunningSetup)
        .findFirst();
  }

  private boolean isRunningSetup(String name) {
    String id = PrivateLinkSetup.id(name);
    return TemporalErrors.translate(
        name,
        () ->
            TemporalErrors.ifFound(() -> temporal.client().newUntypedWorkflowStub(id).describe())
                .filter(SetupClient::isSetup)
                .filter(
                    found ->
                        found.getStatus()
                            == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
                .isPresent());
  }
}
