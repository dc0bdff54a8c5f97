package dev.linkspan.workflows.deployment;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Turns running machines into a tested Kafka cluster: archives, files, first start, test. */
@WorkflowInterface
public interface KafkaDeployment {

  @WorkflowMethod(name = "KafkaDeployment")
  Deployed run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this deployment")
  Progress progress();

  /**
   * What to deploy.
   *
   * @param setupWorkflow id of the workflow to notify when a step parks
   */
  record Input(String setupWorkflow, Owner owner, Plan plan, List<Instance> instances) {}

  /** From the setup: the attached domains. Brokers first start with them if they arrive in time. */
  record KnownDomains(BrokerDomains domains) {}

  /**
   * The deployed cluster.
   *
   * @param domains whose names the brokers advertise: the attached or the expected ones
   */
  record Deployed(ClusterAccess access, List<NodeActivities.Node> brokers, BrokerDomains domains) {}
}
