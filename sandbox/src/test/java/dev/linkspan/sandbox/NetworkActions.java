package dev.linkspan.sandbox;

import dev.linkspan.sandbox.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Every action on a network, its security groups and key pairs, and its instances. */
final class NetworkActions {
  static final String ZONE = "ap-southeast-1a";
  static final String OTHER_ZONE = "ap-southeast-1b";

  private final ProductCalls vpc;
  private final ProductCalls ecs;
  private String vpcId = "";
  private String vSwitch = "";
  private String otherVSwitch = "";
  private String group = "";
  private String instance = "";

  NetworkActions(ProductCalls vpc, ProductCalls ecs) {
    this.vpc = vpc;
    this.ecs = ecs;
  }

  String vpcId() {
    return vpcId;
  }

  /** The vSwitch in {@link #ZONE}. */
  String vSwitch() {
    return vSwitch;
  }

  /** The vSwitch in {@link #OTHER_ZONE}. */
  String otherVSwitch() {
    return otherVSwitch;
  }

  /** The security group. */
  String group() {
    return group;
  }

  String instance() {
    return instance;
  }

  /** Creates one of each, and leaves them. */
  void create() {
    network();
    groupsAndKeys();
    instances();
  }

  private void network() {
    vpcId = vpc.create("CreateVpc", "CidrBlock=127.90.0.0/16 Tag.1.Key=a Tag.1.Value=b", "VpcId");
    vpc.until("vpc", vpcId, "Available");
    vSwitch = vSwitch(ZONE, "127.90.0.0/24");
    otherVSwitch = vSwitch(OTHER_ZONE, "127.90.1.0/24");
    vpc.call("ModifyVpcAttribute", "VpcId=" + vpcId + " Description=described");
    vpc.call("ModifyVSwitchAttribute", "VSwitchId=" + vSwitch + " Description=described");
    vpc.call("DescribeVpcs", "VpcId=" + vpcId);
    vpc.call("DescribeVpcAttribute", "VpcId=" + vpcId);
    vpc.call("DescribeVSwitches", "VSwitchId=" + vSwitch + " IsDefault=false");
    vpc.call("DescribeVSwitchAttributes", "VSwitchId=" + vSwitch);
    vpc.call("DescribeRouteTableList", "VpcId=" + vpcId);
    vpc.tags("VPC", vpcId, "UnTagResources");
  }

  private String vSwitch(String zone, String cidr) {
    String id =
        vpc.create(
            "CreateVSwitch",
            "VpcId="
                + vpcId
                + " ZoneId="
                + zone
                + " CidrBlock="
                + cidr
                + " Tag.1.Key=a Tag.1.Value=b",
            "VSwitchId");
    vpc.until("vswitch", id, "Available");
    return id;
  }

  private void groupsAndKeys() {
    group = ecs.create("CreateSecurityGroup", "VpcId=" + vpcId, "SecurityGroupId");
    String rule =
        "SecurityGroupId="
            + group
            + " Permissions.1.IpProtocol=TCP Permissions.1.PortRange=22/22"
            + " Permissions.1.SourceCidrIp=127.0.0.0/8";
    ecs.call("AuthorizeSecurityGroup", rule);
    ecs.call("DescribeSecurityGroupAttribute", "SecurityGroupId=" + group);
    ecs.tags("securitygroup", group, "UntagResources");
    ecs.call(
        "TagResources",
        "ResourceType=securitygroup ResourceId.1=" + group + " Tag.1.Key=k Tag.1.Value=v");
    ecs.call("DescribeSecurityGroups", "SecurityGroupId=" + group);
    ecs.call("RevokeSecurityGroup", rule);
    ecs.call("CreateKeyPair", "KeyPairName=made");
    ecs.call("DescribeKeyPairs", "IncludePublicKey=true");
    String publicKey = ecs.store().all("keypair").iterator().next().text("publicKey");
    Map<String, String> imported =
        ProductCalls.parameters("KeyPairName=imported Tag.1.Key=k Tag.1.Value=v");
    imported.put("PublicKeyBody", publicKey);
    ecs.call("ImportKeyPair", imported);
    ecs.call("DescribeKeyPairs", "IncludePublicKey=true");
    ecs.call("DeleteKeyPairs", "KeyPairNames=[\"made\"]");
  }

  private void instances() {
    Map<String, Object> run =
        ecs.call(
            "RunInstances",
            "InstanceType=ecs.g6.large"
                + " ImageFamily=acs:alibaba_cloud_linux_3_2104_lts_x64 VSwitchId="
                + vSwitch
                + " SecurityGroupId="
                + group
                + " KeyPairName=imported InternetMaxBandwidthOut=5 Amount=2 Tag.1.Key=a"
                + " Tag.1.Value=b");
    List<String> ids = new JsonObject(run).object("InstanceIdSets").texts("InstanceIdSet");
    instance = ids.get(0);
    ids.forEach(id -> ecs.until("instance", id, "Running"));
    ecs.call("DescribeInstances", "InstanceIds=[\"" + instance + "\"]");
    ecs.call("DescribeInstanceStatus", "InstanceId.1=" + instance);
    ecs.call("DescribeInstanceAttribute", "InstanceId=" + instance);
    ecs.call("DescribeInstanceHistoryEvents", "InstanceId=" + instance);
    ecs.call("DescribeDisks", "InstanceId=" + instance);
    ecs.call("DescribeNetworkInterfaces", "InstanceId=" + instance);
    ecs.call("ModifyInstanceAttribute", "InstanceId=" + instance + " Description=described");
    String other = ids.get(1);
    ecs.call("StopInstance", "InstanceId=" + other);
    ecs.until("instance", other, "Stopped");
    ecs.call("StartInstance", "InstanceId=" + other);
    ecs.until("instance", other, "Running");
    ecs.call("DeleteInstance", "InstanceId=" + other + " Force=true");
  }

  void delete() {
    ecs.call("DeleteInstances", "InstanceId.1=" + instance + " Force=true");
    ecs.until("instance", instance, "");
    ecs.call("DeleteSecurityGroup", "SecurityGroupId=" + group);
    for (String id : List.of(vSwitch, otherVSwitch)) {
      vpc.call("DeleteVSwitch", "VSwitchId=" + id);
      vpc.until("vswitch", id, "");
    }
    vpc.call("DeleteVpc", "VpcId=" + vpcId);
  }
}
