package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;

/** Signals between a setup and its children. Workflow code only. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal. If the receiver has closed, the signal is dropped and a line is logged. The SDK
   * throws either exception, depending on the server's answer.
   */
  public static void send(String workflowId, String name, Object body) {
    try {
      Workflow.newUntypedExternalWorkflowStub(workflowId).signal(name, body);
    } catch (SignalExternalWorkflowException | ApplicationFailure closed) {
      Workflow.getLogger(Signals.class)
          .info("signal {} dropped: workflow {} has closed", name, workflowId);
    }
  }
}
