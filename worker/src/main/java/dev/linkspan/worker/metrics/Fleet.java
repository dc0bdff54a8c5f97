package dev.linkspan.worker.metrics;

import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.ArrayList;
import java.util.List;

/** The setups of the namespace that have not ended. */
@FunctionalInterface
interface Fleet {
  /**
   * What was read.
   *
   * @param unreadable how many setups did not answer, for example because their code fails
   */
  record Reading(List<SetupStatus> setups, int unreadable) {}

  /** Reads the status of each setup. Throws if the server does not answer. */
  Reading read();

  /** The setups on a Temporal server. */
  static Fleet of(WorkflowClient client) {
    return () -> {
      List<SetupStatus> setups = new ArrayList<>();
      int unreadable = 0;
      List<WorkflowExecutionMetadata> running =
          client
              .listExecutions("WorkflowType = 'PrivateLinkSetup' AND ExecutionStatus = 'Running'")
              .toList();
      for (WorkflowExecutionMetadata setup : running) {
        String id = setup.getExecution().getWorkflowId();
        try {
          setups.add(client.newWorkflowStub(PrivateLinkSetup.class, id).status());
        } catch (WorkflowException endedOrFails) {
          unreadable++;
        }
      }
      return new Reading(List.copyOf(setups), unreadable);
    };
  }
}
