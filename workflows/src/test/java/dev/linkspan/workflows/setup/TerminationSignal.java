package dev.linkspan.workflows.setup;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.TerminatedFailure;

/**
 * Ends a workflow on a signal of this name as a termination does, because the in-memory server does
 * not tell a parent that its child was terminated.
 */
final class TerminationSignal extends WorkerInterceptorBase {
  static final String NAME = "terminated for the test";

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void handleSignal(SignalInput input) {
        if (input.getSignalName().equals(NAME)) {
          throw new TerminatedFailure("terminated", null);
        }
        super.handleSignal(input);
      }
    };
  }
}
