package dev.linkspan.workflows;

import dev.linkspan.workflows.connection.ConnectionApprovalWorkflow;
import dev.linkspan.workflows.deployment.KafkaDeploymentWorkflow;
import dev.linkspan.workflows.exposure.ServiceExposureWorkflow;
import dev.linkspan.workflows.preflight.PreflightWorkflow;
import dev.linkspan.workflows.repair.LinkRepairWorkflow;
import dev.linkspan.workflows.rollout.BrokerRemovalWorkflow;
import dev.linkspan.workflows.rollout.ListenerRolloutWorkflow;
import dev.linkspan.workflows.setup.PrivateLinkSetupWorkflow;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurveyWorkflow;
import dev.linkspan.workflows.teardown.TeardownWorkflow;
import dev.linkspan.workflows.verification.VerificationWorkflow;
import java.util.List;

/** Every workflow implementation; all of them run on {@link TaskQueues#CONTROL}. */
public final class WorkflowTypes {
  public static final List<Class<?>> ALL =
      List.of(
          PrivateLinkSetupWorkflow.class,
          ClusterSurveyWorkflow.class,
          PreflightWorkflow.class,
          KafkaDeploymentWorkflow.class,
          ListenerRolloutWorkflow.class,
          BrokerRemovalWorkflow.class,
          ServiceExposureWorkflow.class,
          ConnectionApprovalWorkflow.class,
          VerificationWorkflow.class,
          LinkRepairWorkflow.class,
          TeardownWorkflow.class);

  private WorkflowTypes() {}
}
