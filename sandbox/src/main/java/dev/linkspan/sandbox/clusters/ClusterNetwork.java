package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Place;
import dev.linkspan.sandbox.clusters.ClusterSpec.Subnet;
import dev.linkspan.sandbox.ecs.EcsProduct;
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
import java.util.stream.Stream;

/** Makes the VPC, the vSwitches, the security groups and the instances, in the account's name. */
final class ClusterNetwork {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String IMAGE = "aliyun_3_x64_20G_alibase_20250117.vhd";
  private static final String TYPE = "ecs.t5-lc1m2.small";
  private static final String AVAILABLE = "Available";
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Store store;
  private final Owner owner;
  private final int sshPort;

  ClusterNetwork(Store store, Owner owner, int sshPort) {
    this.store = store;
    this.owner = owner;
    this.sshPort = sshPort;
  }

  /** The instances for the cluster's servers, Running, and the bastion if one is wanted. */
  Map<Place, Resource> build(ClusterSpec spec, Progress progress)
      throws IOException, InterruptedException {
    String vpcId = vpc(spec, progress);
    Map<Subnet, String> vSwitches = vSwitches(spec, vpcId, progress);
    String brokersGroup = brokersGroup(spec, vpcId, progress);
    Map<Place, String> ids = new LinkedHashMap<>();
    for (Place place : spec.places()) {
      String vSwitch = vSwitches.get(place.subnet());
      String id = run(spec, place.instanceName(), vSwitch, brokersGroup, progress);
      ids.put(place, id);
    }
    if (spec.bastion().isPresent()) {
      Subnet subnet = spec.bastion().get();
      bastion(spec, vpcId, shown(subnet, vSwitches.get(subnet)), progress);
    }
    Map<Place, Resource> instances = new LinkedHashMap<>();
    for (Map.Entry<Place, String> made : ids.entrySet()) {
      awaitStatus(EcsProduct.INSTANCE, made.getValue(), "Running", progress);
      instances.put(made.getKey(), store.find(EcsProduct.INSTANCE, made.getValue()).orElseThrow());
    }
    return instances;
  }

  private String vpc(ClusterSpec spec, Progress progress) throws IOException, InterruptedException {
    String id =
        (String)
            owner
                .vpc(
                    spec.region(), "CreateVpc", "VpcName", spec.name(), "CidrBlock", spec.vpcCidr())
                .get("VpcId");
    progress.note(record -> record.with("vpcId", id));
    awaitStatus(VpcProduct.VPC, id, AVAILABLE, progress);
    return id;
  }

  /** One at a time, as the cloud wants it. */
  private Map<Subnet, String> vSwitches(ClusterSpec spec, String vpcId, Progress progress)
      throws IOException, InterruptedException {
    Map<Subnet, String> ids = new LinkedHashMap<>();
    for (Subnet subnet :
        Stream.concat(spec.zones().stream(), spec.bastion().stream()).distinct().toList()) {
      String id =
          (String)
              owner
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
                  .get("VSwitchId");
      ids.put(subnet, id);
      progress.note(record -> ClusterRecords.adding(record, "vSwitchIds", id));
      awaitStatus(VpcProduct.VSWITCH, id, AVAILABLE, progress);
    }
    List<Map<String, Object>> shown =
        spec.zones().stream().map(zone -> shown(zone, ids.get(zone))).toList();
    progress.note(record -> record.with("vSwitches", shown));
    return ids;
  }

  private static Map<String, Object> shown(Subnet subnet, String vSwitchId) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("zone", subnet.zone());
    shown.put("vSwitchId", vSwitchId);
    shown.put("cidr", subnet.cidr());
    return shown;
  }

  private String brokersGroup(ClusterSpec spec, String vpcId, Progress progress)
      throws IOException {
    String id = group(spec, vpcId, spec.name() + "-kafka", progress);
    for (String range : spec.allowPorts()) {
      authorize(spec, id, range, spec.vpcCidr());
    }
    InetAddress inside = InetAddress.getByName(spec.vpcCidr().replaceFirst("/.*", ""));
    if (spec.allowPorts().stream()
        .noneMatch(range -> new InboundRule(range, spec.vpcCidr()).admits(inside, sshPort))) {
      authorize(spec, id, sshPort + "/" + sshPort, spec.vpcCidr());
    }
    progress.note(record -> record.with("securityGroupId", id));
    return id;
  }

  private String group(ClusterSpec spec, String vpcId, String name, Progress progress) {
    String id =
        (String)
            owner
                .ecs(
                    spec.region(), "CreateSecurityGroup", "VpcId", vpcId, "SecurityGroupName", name)
                .get("SecurityGroupId");
    progress.note(record -> ClusterRecords.adding(record, "securityGroupIds", id));
    return id;
  }

  private void authorize(ClusterSpec spec, String group, String range, String source) {
    owner.ecs(
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
      Progress progress,
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
        Owner.instanceId(
            owner.ecs(
                spec.region(),
                "RunInstances",
                Stream.concat(Stream.of(parameters), Stream.of(more)).toArray(String[]::new)));
    progress.note(record -> ClusterRecords.adding(record, "instanceIds", id));
    return id;
  }

  private void bastion(
      ClusterSpec spec, String vpcId, Map<String, Object> vSwitch, Progress progress)
      throws IOException, InterruptedException {
    String name = spec.name() + "-bastion";
    String group = group(spec, vpcId, name, progress);
    authorize(spec, group, sshPort + "/" + sshPort, ANYWHERE);
    String vSwitchId = vSwitch.get("vSwitchId").toString();
    String id = run(spec, name, vSwitchId, group, progress, "InternetMaxBandwidthOut", "5");
    awaitStatus(EcsProduct.INSTANCE, id, "Running", progress);
    Resource instance = store.find(EcsProduct.INSTANCE, id).orElseThrow();
    Map<String, Object> shown = new LinkedHashMap<>(vSwitch);
    shown.put("instanceId", id);
    shown.put("publicAddress", instance.text("publicAddress"));
    shown.put("privateAddress", instance.text("privateAddress"));
    progress.note(record -> record.with("bastion", shown));
  }

  private void awaitStatus(String type, String id, String status, Progress progress)
      throws IOException, InterruptedException {
    progress.await(
        id + " did not become " + status,
        PATIENCE,
        () -> store.find(type, id).filter(resource -> resource.is(status)).isPresent());
  }
}
