package dev.linkspan.activities.simulation;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plan of a run, and the resources that it describes. */
final class SimulatedPlan {
  private static final String SHA512 = "0123456789abcdef".repeat(8);

  private SimulatedPlan() {}

  static Plan of(int brokers, List<String> zones) {
    Spec.Archive kafka =
        new Spec.Archive("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", SHA512);
    Spec.Archive java =
        new Spec.Archive(
            "17.0.15", "http://mirror.example/openjdk-17.0.15_linux-x64_bin.tar.gz", SHA512);
    String text = SpecTemplate.demo("demo", "127.61", kafka, java, brokers, zones, "10001");
    SpecReading reading = SpecReader.read(text);
    if (reading instanceof SpecReading.Accepted accepted) {
      return Planner.plan((NewClusterSpec) accepted.spec());
    }
    throw new AssertionError(reading);
  }

  /** How many resources of each type exist in both clouds when the link is ready. */
  static Map<String, Long> resources(Plan plan) {
    var network = ((NewCluster) plan.cluster()).network();
    long groups = plan.exposure().serverGroups().size();
    Map<String, Long> resources = new TreeMap<>();
    resources.put("vpc", 1L);
    resources.put("vswitch", (long) network.vSwitches().size());
    resources.put("keypair", 1L);
    resources.put("securitygroup", (long) network.securityGroups().size());
    resources.put("instance", (long) network.instances().size());
    resources.put("servergroup", groups);
    resources.put("loadbalancer", 1L);
    resources.put("listener", groups);
    for (String single :
        List.of(
            "vpcendpointservice",
            "vpcendpoint",
            "vpcendpointconnection",
            "privatelinkconnection",
            "changefeed")) {
      resources.put(single, 1L);
    }
    return resources;
  }
}
