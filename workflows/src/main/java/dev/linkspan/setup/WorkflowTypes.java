package dev.linkspan.setup;

import dev.linkspan.connection.ConnectionApprovalWorkflow;
import dev.linkspan.exposure.ServiceExposureWorkflow;
import dev.linkspan.kafka.ClusterSurveyWorkflow;
import dev.linkspan.kafka.KafkaDeploymentWorkflow;
import dev.linkspan.kafka.ListenerRolloutWorkflow;
import dev.linkspan.teardown.TeardownWorkflow;
import dev.linkspan.verification.VerificationWorkflow;
import java.util.List;

/** Every workflow implementation; all of them run on {@link TaskQueues#CONTROL}. */
public final class WorkflowTypes {
  public static final List<Class<?>> ALL =
      List.of(
          PrivateLinkSetupWorkflow.class,
          ClusterSurveyWorkflow.class,
          KafkaDeploymentWorkflow.class,
          ListenerRolloutWorkflow.class,
          ServiceExposureWorkflow.class,
          ConnectionApprovalWorkflow.class,
          VerificationWorkflow.class,
          TeardownWorkflow.class);

  private WorkflowTypes() {}
}
