package dev.linkspan.workflows.deployment;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
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

  /** From the setup: the unique name. Brokers first start with it if it arrives in time. */
  record UniqueName(String value) {}

  /**
   * The deployed cluster.
   *
   * @param uniqueName the name that the brokers advertise, or the placeholder
   */
  record Deployed(ClusterAccess access, List<NodeActivities.Node> brokers, String uniqueName) {}
}
