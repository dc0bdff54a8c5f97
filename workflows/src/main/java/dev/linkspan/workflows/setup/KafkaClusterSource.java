package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a link's Kafka cluster comes from: a new one or an existing one. Workflow code only. */
interface KafkaClusterSource {

  /** The names of the steps on the network, in the guide's order. */
  List<String> networkSteps();

  /** The names of the steps on the cluster itself. */
  List<String> clusterSteps();

  /** Returns when there is a VPC for the load balancer; the rest goes on concurrently. */
  NetworkPlacement network();

  /** Returns when every broker advertises its name under the attached domains. */
  Advertised advertise(
      NetworkPlacement network, Promise<BrokerDomains> domains, Promise<Exposed> exposed);

  /**
   * Returns the machines of a finished link, with those of brokers that join it.
   *
   * @param creator on whose behalf machines are created
   */
  List<Instance> machines(Link link, Owner creator, List<BrokerPlan> joining);

  /**
   * Lets the brokers of the plan that a finished link lacks join it. The others run on.
   *
   * @param machines of all brokers of the plan
   * @param expose makes the load balancer lead to them; returns its listeners
   */
  Advertised join(Link link, List<Instance> machines, Supplier<List<ListenerMembers>> expose);

  /** The machine with the probe, where the setup does not own it. */
  default Optional<Node> probe() {
    return Optional.empty();
  }

  /** The brokers' machines, where the setup does not own them. */
  default List<Node> brokers() {
    return List.of();
  }

  /**
   * Takes what a link has added to brokers that the setup does not own out of them again.
   *
   * @param link the finished link, if there is one
   */
  default void restore(Optional<Link> link, Command why) {}

  /** What a person must know before approving the endpoint. */
  default Optional<String> approvalWarning() {
    return Optional.empty();
  }

  /** Where the load balancer is placed, and the instances behind it. */
  record NetworkPlacement(
      String vpcId, Promise<List<ZoneVSwitch>> zones, Promise<List<Instance>> instances) {}

  /** A cluster whose brokers advertise the managed names. */
  record Advertised(ClusterAccess access, List<RollingBroker> brokers) {}
}
