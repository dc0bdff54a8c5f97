package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** Messages between a setup and its children. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal; one that finds its receiver ended is dropped, with a line in the log. The SDK
   * tells of that with either failure, depending on what the server answered.
   */
  public static void send(String workflowId, String name, Object body) {
    try {
      Workflow.newUntypedExternalWorkflowStub(workflowId).signal(name, body);
    } catch (SignalExternalWorkflowException | ApplicationFailure ended) {
      Workflow.getLogger(Signals.class).info("{} took no signal {}: ended", workflowId, name);
    }
  }
}
