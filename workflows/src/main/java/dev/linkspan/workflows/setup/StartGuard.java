package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionApproval;
import dev.linkspan.workflows.deployment.KafkaDeployment;
import dev.linkspan.workflows.exposure.ServiceExposure;
import dev.linkspan.workflows.repair.LinkRepair;
import dev.linkspan.workflows.rollout.BrokerRemoval;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.teardown.Teardown;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses copies: in the Temporal UI, one click starts a workflow like another one, with the same
 * input and another ID. A copy of a teardown would remove a standing link, and one of a rollout
 * would stop a second broker, because the ID is the lock. A copy fails at once and does nothing.
 * Every worker has this.
 */
public final class StartGuard extends WorkerInterceptorBase {
  /** The workflows that only a setup starts. */
  static final Set<String> CHILDREN =
      Stream.of(
              BrokerRemoval.class,
              ConnectionApproval.class,
              KafkaDeployment.class,
              LinkRepair.class,
              ListenerRollout.class,
              ServiceExposure.class,
              Teardown.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Guarded(next);
  }

  private static final class Guarded extends WorkflowInboundCallsInterceptorBase {
    Guarded(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      WorkflowInfo started = Workflow.getInfo();
      Optional<String> problem =
          CHILDREN.contains(started.getWorkflowType())
              ? ofChild(started)
              : ofSetup(started, input.getArguments());
      if (problem.isPresent()) {
        throw ApplicationFailure.newNonRetryableFailure(
            "unexpected start: " + problem.get() + " It has done nothing.", "Refused");
      }
      return super.execute(input);
    }

    private static Optional<String> ofChild(WorkflowInfo started) {
      return started.getParentWorkflowId().isPresent()
          ? Optional.empty()
          : Optional.of(
              "only a setup starts a %s. To repeat a step, run `linkspan retry`, `repair`, or"
                      .formatted(started.getWorkflowType())
                  + " `restart` with the name of the setup.");
    }

    private static Optional<String> ofSetup(WorkflowInfo started, Object[] arguments) {
      if (arguments.length == 0 || !(arguments[0] instanceof SetupInput input)) {
        return Optional.empty();
      }
      String id = PrivateLinkSetup.id(input.plan().name());
      return started.getWorkflowId().equals(id)
          ? Optional.empty()
          : Optional.of(
              "the setup %s has the workflow ID %s, and this is another one. Start setups with"
                      .formatted(input.plan().name(), id)
                  + " `linkspan up`.");
    }
  }
}
