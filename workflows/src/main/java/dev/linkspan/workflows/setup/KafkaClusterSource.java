package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.Optional;

/** What a link needs of the Kafka cluster, made or adopted. Workflow code only. */
interface KafkaClusterSource {

  /** The names of the steps before the cluster can be exposed, in the guide's order. */
  List<String> groundSteps();

  /** The names of the steps on the cluster itself. */
  List<String> clusterSteps();

  /** Returns when there is a VPC to expose from; the rest goes on. */
  Ground ground();

  /** Returns when every broker advertises the unique name. */
  Advertised advertise(Ground ground, Promise<String> uniqueName, Promise<Exposed> exposed);

  /** The machine that the probe was put on, where that is not ours. */
  default Optional<Node> probe() {
    return Optional.empty();
  }

  /** The brokers' machines, where they are not ours. */
  default List<Node> brokers() {
    return List.of();
  }

  /** What a person should know before TiDB Cloud is let in. */
  default Optional<String> mind() {
    return Optional.empty();
  }

  /** Where the load balancer will stand, and what will be behind it. */
  record Ground(
      String vpcId, Promise<List<ZoneVSwitch>> zones, Promise<List<Instance>> instances) {}

  /** A cluster that TiDB Cloud can be led to. */
  record Advertised(ClusterAccess access, List<RollingBroker> brokers) {}
}
