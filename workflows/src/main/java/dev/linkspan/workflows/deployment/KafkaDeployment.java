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
import java.util.Objects;
import java.util.Optional;

/**
 * Turns running machines into a tested Kafka cluster, or into further brokers of one that runs:
 * archives, files, first start, test.
 */
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
   * @param running machines whose brokers run already, and stay as they are
   * @param domains for the names of brokers that join a running cluster; empty for a new cluster,
   *     which is told them once they are attached
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      Plan plan,
      List<Instance> instances,
      List<NodeActivities.Node> running,
      Optional<BrokerDomains> domains) {

    /** Histories from before brokers could join have neither. */
    public Input {
      running = List.copyOf(Objects.requireNonNullElse(running, List.of()));
      domains = Objects.requireNonNullElse(domains, Optional.empty());
    }

    /** A new cluster. */
    public Input(String setupWorkflow, Owner owner, Plan plan, List<Instance> instances) {
      this(setupWorkflow, owner, plan, instances, List.of(), Optional.empty());
    }
  }

  /** From the setup: the attached domains. Brokers first start with them if they arrive in time. */
  record KnownDomains(BrokerDomains domains) {}

  /**
   * The deployed cluster.
   *
   * @param domains whose names the brokers advertise: the attached or the expected ones
   */
  record Deployed(ClusterAccess access, List<NodeActivities.Node> brokers, BrokerDomains domains) {}
}
