package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.PlannedNode;
import dev.linkspan.sandbox.clusters.ClusterSpec.Subnet;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.machines.InboundRule;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Creates the VPC, the vSwitches, the security groups and the instances of a cluster. */
final class ClusterNetwork {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String IMAGE = "aliyun_3_x64_20G_alibase_20250117.vhd";
  private static final String TYPE = "ecs.t5-lc1m2.small";
  private static final String AVAILABLE = "Available";
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Store store;
  private final AccountConsole console;
  private final int sshPort;

  ClusterNetwork(Store store, AccountConsole console, int sshPort) {
    this.store = store;
    this.console = console;
    this.sshPort = sshPort;
  }

  /**
   * Creates the network and returns the cluster's instances in status Running. Creates a bastion if
   * the spec has one.
   */
  Map<PlannedNode, Resource> build(ClusterSpec spec, ConstructionProgress progress)
      throws IOException, InterruptedException {
    String vpcId = vpc(spec, progress);
    Map<Subnet, String> vSwitches = vSwitches(spec, vpcId, progress);
    String brokersGroup = brokersGroup(spec, vpcId, progress);
    Map<PlannedNode, String> ids = new LinkedHashMap<>();
    for (PlannedNode plannedNode : spec.plannedNodes()) {
      String vSwitch = Objects.requireNonNull(vSwitches.get(plannedNode.subnet()));
      String id = run(spec, plannedNode.instanceName(), vSwitch, brokersGroup, progress);
      ids.put(plannedNode, id);
    }
    if (spec.bastion().isPresent()) {
      Subnet subnet = spec.bastion().get();
      bastion(spec, vpcId, view(subnet, Objects.requireNonNull(vSwitches.get(subnet))), progress);
    }
    Map<PlannedNode, Resource> instances = new LinkedHashMap<>();
    for (Map.Entry<PlannedNode, String> made : ids.entrySet()) {
      waitForStatus(EcsProduct.INSTANCE, made.getValue(), "Running", progress);
      instances.put(made.getKey(), store.find(EcsProduct.INSTANCE, made.getValue()).orElseThrow());
    }
    return instances;
  }

  private String vpc(ClusterSpec spec, ConstructionProgress progress)
      throws IOException, InterruptedException {
    String id =
        console
            .vpc(spec.region(), "CreateVpc", "VpcName", spec.name(), "CidrBlock", spec.vpcCidr())
            .text("VpcId");
    progress.update(record -> record.with("vpcId", id));
    waitForStatus(VpcProduct.VPC, id, AVAILABLE, progress);
    return id;
  }

  /** Creates one vSwitch at a time, because the API refuses concurrent changes. */
  private Map<Subnet, String> vSwitches(
      ClusterSpec spec, String vpcId, ConstructionProgress progress)
      throws IOException, InterruptedException {
    Map<Subnet, String> ids = new LinkedHashMap<>();
    for (Subnet subnet :
        Stream.concat(spec.zones().stream(), spec.bastion().stream()).distinct().toList()) {
      String id =
          console
              .vpc(
                  spec.region(),
                  "CreateVSwitch",
                  "VpcId",
                  vpcId,
                  "ZoneId",
                  subnet.zone(),
                  "CidrBlock",
                  subnet.cidr(),
                  "VSwitchName",
                  "%s-%s-%d".formatted(spec.name(), subnet.zone(), ids.size() + 1))
              .text("VSwitchId");
      ids.put(subnet, id);
      progress.update(record -> ClusterRecords.withAppended(record, "vSwitchIds", id));
      waitForStatus(VpcProduct.VSWITCH, id, AVAILABLE, progress);
    }
    List<Map<String, Object>> view =
        spec.zones().stream()
            .map(zone -> view(zone, Objects.requireNonNull(ids.get(zone))))
            .toList();
    progress.update(record -> record.with("vSwitches", view));
    return ids;
  }

  private static Map<String, Object> view(Subnet subnet, String vSwitchId) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("zone", subnet.zone());
    view.put("vSwitchId", vSwitchId);
    view.put("cidr", subnet.cidr());
    return view;
  }

  private String brokersGroup(ClusterSpec spec, String vpcId, ConstructionProgress progress)
      throws IOException {
    String id = group(spec, vpcId, spec.name() + "-kafka", progress);
    for (String range : spec.allowPorts()) {
      authorize(spec, id, range, spec.vpcCidr());
    }
    InetAddress inside = InetAddress.getByName(spec.vpcCidr().replaceFirst("/.*", ""));
    if (spec.allowPorts().stream()
        .noneMatch(range -> new InboundRule(range, spec.vpcCidr()).covers(inside, sshPort))) {
      authorize(spec, id, sshPort + "/" + sshPort, spec.vpcCidr());
    }
    progress.update(record -> record.with("securityGroupId", id));
    return id;
  }

  private String group(ClusterSpec spec, String vpcId, String name, ConstructionProgress progress) {
    String id =
        console
            .ecs(spec.region(), "CreateSecurityGroup", "VpcId", vpcId, "SecurityGroupName", name)
            .text("SecurityGroupId");
    progress.update(record -> ClusterRecords.withAppended(record, "securityGroupIds", id));
    return id;
  }

  private void authorize(ClusterSpec spec, String group, String range, String source) {
    console.ecs(
        spec.region(),
        "AuthorizeSecurityGroup",
        "SecurityGroupId",
        group,
        "IpProtocol",
        "TCP",
        "PortRange",
        range,
        "SourceCidrIp",
        source);
  }

  private String run(
      ClusterSpec spec,
      String name,
      String vSwitch,
      String group,
      ConstructionProgress progress,
      String... more) {
    String[] parameters = {
      "ImageId", IMAGE,
      "InstanceType", TYPE,
      "VSwitchId", vSwitch,
      "SecurityGroupId", group,
      "InstanceName", name,
      "HostName", name
    };
    String id =
        AccountConsole.instanceId(
            console.ecs(
                spec.region(),
                "RunInstances",
                Stream.concat(Stream.of(parameters), Stream.of(more)).toArray(String[]::new)));
    progress.update(record -> ClusterRecords.withAppended(record, "instanceIds", id));
    return id;
  }

  private void bastion(
      ClusterSpec spec, String vpcId, Map<String, Object> vSwitch, ConstructionProgress progress)
      throws IOException, InterruptedException {
    String name = spec.name() + "-bastion";
    String group = group(spec, vpcId, name, progress);
    authorize(spec, group, sshPort + "/" + sshPort, ANYWHERE);
    String vSwitchId = new JsonObject(vSwitch).text("vSwitchId");
    String id = run(spec, name, vSwitchId, group, progress, "InternetMaxBandwidthOut", "5");
    waitForStatus(EcsProduct.INSTANCE, id, "Running", progress);
    Resource instance = store.find(EcsProduct.INSTANCE, id).orElseThrow();
    Map<String, Object> view = new LinkedHashMap<>(vSwitch);
    view.put("instanceId", id);
    view.put("publicAddress", instance.text("publicAddress"));
    view.put("privateAddress", instance.text("privateAddress"));
    progress.update(record -> record.with("bastion", view));
  }

  private void waitForStatus(String type, String id, String status, ConstructionProgress progress)
      throws IOException, InterruptedException {
    progress.waitFor(
        id + " did not become " + status,
        TIMEOUT,
        () -> store.find(type, id).filter(resource -> resource.is(status)).isPresent());
  }
}
