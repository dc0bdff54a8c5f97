package dev.linkspan.worker;

import dev.linkspan.activities.execution.SetupName;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * Puts the setup on every line that a workflow logs, also between its steps. The SDK clears the
 * logging context of a workflow thread at the thread's end. Adds no command to a workflow.
 */
final class WorkflowLoggingInterceptor extends WorkerInterceptorBase {

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  private static final class Inbound extends WorkflowInboundCallsInterceptorBase {
    private Optional<String> setup = Optional.empty();

    Inbound(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new Outbound(outbound, this));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      setup = SetupName.in(input.getArguments());
      nameSetup();
      return super.execute(input);
    }

    @Override
    public void handleSignal(SignalInput input) {
      nameSetup();
      super.handleSignal(input);
    }

    @Override
    public UpdateOutput executeUpdate(UpdateInput input) {
      nameSetup();
      return super.executeUpdate(input);
    }

    void nameSetup() {
      setup.ifPresent(name -> MDC.put("setup", name));
    }
  }

  private static final class Outbound extends WorkflowOutboundCallsInterceptorBase {
    private final Inbound inbound;

    Outbound(WorkflowOutboundCallsInterceptor next, Inbound inbound) {
      super(next);
      this.inbound = inbound;
    }

    @Override
    public Object newChildThread(Runnable runnable, boolean detached, String name) {
      Runnable named =
          () -> {
            inbound.nameSetup();
            runnable.run();
          };
      return super.newChildThread(named, detached, name);
    }
  }
}
