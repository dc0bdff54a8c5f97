package dev.linkspan.workflows.steps;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Keeps an unexpected exception from failing a workflow task without end. Steps park on one by
 * themselves; this guards what is outside of steps: the workflow fails, and its parent's step
 * parks; an update is refused; a signal is ignored. Every worker has it.
 */
public final class WorkflowGuard extends WorkerInterceptorBase {

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Guarded(next);
  }

  private static final class Guarded extends WorkflowInboundCallsInterceptorBase {
    private static final Logger LOG = Workflow.getLogger(WorkflowGuard.class);

    Guarded(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      guarded(
          () -> {
            super.init(outbound);
            return true;
          });
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      return guarded(() -> super.execute(input));
    }

    @Override
    public UpdateOutput executeUpdate(UpdateInput input) {
      return guarded(() -> super.executeUpdate(input));
    }

    @Override
    public void handleSignal(SignalInput input) {
      try {
        super.handleSignal(input);
      } catch (RuntimeException e) {
        if (!UnexpectedFailure.is(e)) {
          throw e;
        }
        LOG.error("the signal {} is ignored", input.getSignalName(), e);
      }
    }

    private static <T> T guarded(Supplier<T> work) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (!UnexpectedFailure.is(e)) {
          throw e;
        }
        LOG.error("the workflow code throws outside of a step", e);
        throw UnexpectedFailure.of(e);
      }
    }
  }
}
