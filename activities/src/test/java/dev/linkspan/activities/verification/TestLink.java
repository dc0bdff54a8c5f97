package dev.linkspan.activities.verification;

import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Links whose brokers have the numbers 1 to n. */
final class TestLink {
  static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";
  private static final int EXTERNAL = 39092;

  private TestLink() {}

  /** The address of a broker for TiDB Cloud. */
  static String advertised(int nodeId) {
    return host(nodeId) + ":" + port(nodeId);
  }

  static String host(int nodeId) {
    return "b%d.abc.alicloud.plc.tidbcloud.com".formatted(nodeId);
  }

  static int port(int nodeId) {
    return 9092 + nodeId;
  }

  /** A link to a cluster that existed before. */
  static Link existing(List<Integer> ids) {
    return link(
        ids,
        new ExistingCluster(
            "vpc-1",
            List.of(),
            Optional.empty(),
            CLUSTER,
            Mode.COMBINED,
            Map.of(),
            List.of(),
            9092,
            EXTERNAL,
            null,
            List.of(),
            "EXTERNAL"));
  }

  /** A link to a cluster that Linkspan created with these versions. */
  static Link created(List<Integer> ids, String kafka, String java) {
    return created(ids, kafka, java, Map.of());
  }

  /** A link to a cluster that Linkspan created with these settings. */
  static Link created(List<Integer> ids, Map<String, String> settings) {
    return created(ids, "3.7.1", "17.0.9", settings);
  }

  private static Link created(
      List<Integer> ids, String kafka, String java, Map<String, String> settings) {
    KafkaPlan plan =
        new KafkaPlan(
            CLUSTER,
            new ArchivePlan(kafka, "u", "c"),
            new ArchivePlan(java, "u", "c"),
            "1g",
            "linkspan",
            "kafka",
            true,
            29092,
            9092,
            EXTERNAL,
            8090,
            3,
            2,
            ids.stream()
                .map(id -> new BrokerPlan(id, "node" + id, "zone-a", true, port(id)))
                .toList(),
            settings);
    return link(ids, new NewCluster(null, plan, null));
  }

  private static Link link(List<Integer> ids, ClusterPlan cluster) {
    Map<Integer, String> addresses = new TreeMap<>();
    ids.forEach(id -> addresses.put(id, "10.0.0." + id));
    return new Link(
        new Plan("demo", "region", null, cluster, null, null, null),
        "id",
        null,
        new ClusterAccess(
            node("bastion", "10.0.9.1"), Mode.COMBINED, addresses, ids, Map.of(), 9092, EXTERNAL),
        ids.stream().map(TestLink::broker).toList(),
        new LoadBalancer(
            "nlb-1",
            "dns",
            List.of(
                new ZoneAddress("zone-a", "10.0.0.250"), new ZoneAddress("zone-b", "10.0.1.250"))),
        List.of(),
        "epsrv-1",
        "ep-1",
        "plc-1",
        BrokerDomains.ofGuide("abc"));
  }

  private static RollingBroker broker(int id) {
    return new RollingBroker(
        id,
        node("node" + id, "10.0.0." + id),
        new BrokerService("/opt/kafka/server.properties", new SystemdUnit("kafka.service")),
        Optional.of(
            new ExternalListener(
                "EXTERNAL", "10.0.0." + id, EXTERNAL, host(id), port(id), "PLAINTEXT")));
  }

  private static Node node(String name, String address) {
    return new Node(
        new NodeAddress(name, "root", address, 22, Optional.empty(), ""), address, "/opt/linkspan");
  }
}
