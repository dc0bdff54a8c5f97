package dev.linkspan.sandbox;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.models.Conformance;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.state.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Calls every action of Alibaba Cloud that the sandbox models, and records the calls. */
final class EveryAction {
  private static final String ZONE = "ap-southeast-1a";
  private static final String OTHER_ZONE = "ap-southeast-1b";
  private static final String STS = "2015-04-01";
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";
  private static final String NLB = "2022-04-30";
  private static final String PRIVATE_LINK = "2020-04-15";
  private static final Map<String, String> PRODUCTS =
      Map.of(STS, "Sts", VPC, "Vpc", ECS, "Ecs", NLB, "Nlb", PRIVATE_LINK, "Privatelink");

  private final LinkedCloud cloud;
  private final Conformance conformance = new Conformance();
  private String vpc = "";
  private String vSwitch = "";
  private String otherVSwitch = "";
  private String group = "";
  private String instance = "";

  EveryAction(LinkedCloud cloud) {
    this.cloud = cloud;
  }

  /** Makes the calls. */
  Conformance make() {
    call(STS, "GetCallerIdentity");
    regions();
    network();
    groupsAndKeys();
    instances();
    String balancer = balancer();
    String service = service(balancer);
    privateLink(service);
    removeService(service, balancer);
    removeBalancer(balancer);
    removeInstances();
    return conformance;
  }

  private void regions() {
    call(VPC, "DescribeRegions");
    call(VPC, "DescribeZones");
    call(ECS, "DescribeRegions");
    call(ECS, "DescribeZones");
    call(NLB, "DescribeRegions");
    call(NLB, "DescribeZones");
    call(PRIVATE_LINK, "DescribeRegions");
    call(PRIVATE_LINK, "DescribeZones", "ServiceResourceType=nlb");
    call(ECS, "DescribeInstanceTypes", "InstanceTypes.1=ecs.g6.large");
    call(ECS, "DescribeAvailableResource", "DestinationResource=InstanceType ZoneId=" + ZONE);
    call(
        ECS,
        "DescribeAvailableResource",
        "DestinationResource=SystemDisk InstanceType=ecs.g6.large");
    call(ECS, "DescribeImages", "ImageName=aliyun_3_*");
  }

  private void network() {
    vpc =
        text(call(VPC, "CreateVpc", "CidrBlock=127.90.0.0/16 Tag.1.Key=a Tag.1.Value=b"), "VpcId");
    until("vpc", vpc, "Available");
    vSwitch = vSwitch(ZONE, "127.90.0.0/24");
    otherVSwitch = vSwitch(OTHER_ZONE, "127.90.1.0/24");
    call(VPC, "ModifyVpcAttribute", "VpcId=" + vpc + " Description=described");
    call(VPC, "ModifyVSwitchAttribute", "VSwitchId=" + vSwitch + " Description=described");
    call(VPC, "DescribeVpcs", "VpcId=" + vpc);
    call(VPC, "DescribeVpcAttribute", "VpcId=" + vpc);
    call(VPC, "DescribeVSwitches", "VSwitchId=" + vSwitch + " IsDefault=false");
    call(VPC, "DescribeVSwitchAttributes", "VSwitchId=" + vSwitch);
    call(VPC, "DescribeRouteTableList", "VpcId=" + vpc);
    tags(VPC, "VPC", vpc, "UnTagResources");
  }

  private String vSwitch(String zone, String cidr) {
    String id =
        text(
            call(
                VPC,
                "CreateVSwitch",
                "VpcId="
                    + vpc
                    + " ZoneId="
                    + zone
                    + " CidrBlock="
                    + cidr
                    + " Tag.1.Key=a Tag.1.Value=b"),
            "VSwitchId");
    until("vswitch", id, "Available");
    return id;
  }

  private void tags(String version, String type, String id, String untag) {
    call(
        version,
        "TagResources",
        "ResourceType=" + type + " ResourceId.1=" + id + " Tag.1.Key=k Tag.1.Value=v");
    call(version, "ListTagResources", "ResourceType=" + type + " ResourceId.1=" + id);
    call(version, untag, "ResourceType=" + type + " ResourceId.1=" + id + " TagKey.1=k");
  }

  private void groupsAndKeys() {
    group = text(call(ECS, "CreateSecurityGroup", "VpcId=" + vpc), "SecurityGroupId");
    String rule =
        "SecurityGroupId="
            + group
            + " Permissions.1.IpProtocol=TCP Permissions.1.PortRange=22/22"
            + " Permissions.1.SourceCidrIp=127.0.0.0/8";
    call(ECS, "AuthorizeSecurityGroup", rule);
    call(ECS, "DescribeSecurityGroupAttribute", "SecurityGroupId=" + group);
    tags(ECS, "securitygroup", group, "UntagResources");
    call(
        ECS,
        "TagResources",
        "ResourceType=securitygroup ResourceId.1=" + group + " Tag.1.Key=k Tag.1.Value=v");
    call(ECS, "DescribeSecurityGroups", "SecurityGroupId=" + group);
    call(ECS, "RevokeSecurityGroup", rule);
    call(ECS, "CreateKeyPair", "KeyPairName=made");
    call(ECS, "DescribeKeyPairs", "IncludePublicKey=true");
    String publicKey = cloud.cloud.store().all("keypair").iterator().next().text("publicKey");
    Map<String, String> imported = parameters("KeyPairName=imported Tag.1.Key=k Tag.1.Value=v");
    imported.put("PublicKeyBody", publicKey);
    call(ECS, "ImportKeyPair", imported);
    call(ECS, "DescribeKeyPairs", "IncludePublicKey=true");
    call(ECS, "DeleteKeyPairs", "KeyPairNames=[\"made\"]");
  }

  private void instances() {
    Map<String, Object> run =
        call(
            ECS,
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
    ids.forEach(id -> until("instance", id, "Running"));
    call(ECS, "DescribeInstances", "InstanceIds=[\"" + instance + "\"]");
    call(ECS, "DescribeInstanceStatus", "InstanceId.1=" + instance);
    call(ECS, "DescribeInstanceAttribute", "InstanceId=" + instance);
    call(ECS, "DescribeInstanceHistoryEvents", "InstanceId=" + instance);
    call(ECS, "DescribeDisks", "InstanceId=" + instance);
    call(ECS, "DescribeNetworkInterfaces", "InstanceId=" + instance);
    call(ECS, "ModifyInstanceAttribute", "InstanceId=" + instance + " Description=described");
    String other = ids.get(1);
    call(ECS, "StopInstance", "InstanceId=" + other);
    until("instance", other, "Stopped");
    call(ECS, "StartInstance", "InstanceId=" + other);
    until("instance", other, "Running");
    call(ECS, "DeleteInstance", "InstanceId=" + other + " Force=true");
  }

  private String balancer() {
    String groupId =
        text(
            call(
                NLB,
                "CreateServerGroup",
                "ServerGroupName=kafka VpcId="
                    + vpc
                    + " HealthCheckConfig.HealthCheckInterval=1 Tag.1.Key=a Tag.1.Value=b"),
            "ServerGroupId");
    until("servergroup", groupId, "Available");
    String server =
        "ServerGroupId="
            + groupId
            + " Servers.1.ServerId="
            + instance
            + " Servers.1.ServerType=Ecs Servers.1.Port=9092";
    Map<String, Object> added = call(NLB, "AddServersToServerGroup", server);
    call(NLB, "GetJobStatus", "JobId=" + text(added, "JobId"));
    call(NLB, "ListAsynJobs", "JobIds.1=" + text(added, "JobId"));
    until("servergroup", groupId, "Available");
    call(NLB, "UpdateServerGroupServersAttribute", server);
    until("servergroup", groupId, "Available");
    call(NLB, "UpdateServerGroupAttribute", "ServerGroupId=" + groupId + " ServerGroupName=k2");
    until("servergroup", groupId, "Available");
    call(NLB, "ListServerGroupServers", "ServerGroupId=" + groupId);
    String id =
        text(
            call(
                NLB,
                "CreateLoadBalancer",
                "AddressType=Intranet VpcId="
                    + vpc
                    + " ZoneMappings.1.ZoneId="
                    + ZONE
                    + " ZoneMappings.1.VSwitchId="
                    + vSwitch
                    + " ZoneMappings.2.ZoneId="
                    + OTHER_ZONE
                    + " ZoneMappings.2.VSwitchId="
                    + otherVSwitch
                    + " Tag.1.Key=a Tag.1.Value=b"),
            "LoadbalancerId");
    until("loadbalancer", id, "Active");
    listener(id, groupId);
    call(
        NLB,
        "LoadBalancerJoinSecurityGroup",
        "LoadBalancerId=" + id + " SecurityGroupIds.1=" + group);
    until("loadbalancer", id, "Active");
    call(NLB, "GetLoadBalancerAttribute", "LoadBalancerId=" + id);
    call(NLB, "ListLoadBalancers", "LoadBalancerIds.1=" + id + " ZoneId=" + ZONE);
    call(
        NLB,
        "LoadBalancerLeaveSecurityGroup",
        "LoadBalancerId=" + id + " SecurityGroupIds.1=" + group);
    until("loadbalancer", id, "Active");
    call(NLB, "UpdateLoadBalancerAttribute", "LoadBalancerId=" + id + " CrossZoneEnabled=true");
    until("loadbalancer", id, "Active");
    tags(NLB, "loadbalancer", id, "UntagResources");
    return id;
  }

  private void listener(String balancer, String groupId) {
    String id =
        text(
            call(
                NLB,
                "CreateListener",
                "LoadBalancerId="
                    + balancer
                    + " ListenerProtocol=TCP ListenerPort=9092 ServerGroupId="
                    + groupId
                    + " Tag.1.Key=a Tag.1.Value=b"),
            "ListenerId");
    until("listener", id, "Running");
    call(NLB, "GetListenerAttribute", "ListenerId=" + id);
    call(NLB, "ListListeners", "LoadBalancerIds.1=" + balancer);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> call(NLB, "GetListenerHealthStatus", "ListenerId=" + id).toString(),
            text -> text.contains("CONNECT_FAILED"));
    call(NLB, "ListServerGroups", "ServerGroupIds.1=" + groupId);
    call(NLB, "UpdateListenerAttribute", "ListenerId=" + id + " ListenerDescription=described");
    until("listener", id, "Running");
    call(NLB, "StopListener", "ListenerId=" + id);
    until("listener", id, "Stopped");
    call(NLB, "StartListener", "ListenerId=" + id);
    until("listener", id, "Running");
  }

  private String service(String balancer) {
    call(PRIVATE_LINK, "CheckProductOpen");
    refused(PRIVATE_LINK, "OpenPrivateLinkService", "");
    String id =
        text(
            call(
                PRIVATE_LINK,
                "CreateVpcEndpointService",
                "ServiceResourceType=nlb Resource.1.ResourceType=nlb Resource.1.ResourceId="
                    + balancer
                    + " Resource.1.ZoneId="
                    + ZONE
                    + " Tag.1.Key=a Tag.1.Value=b"),
            "ServiceId");
    until("vpcendpointservice", id, "Active");
    String resource =
        "ServiceId=" + id + " ResourceType=nlb ResourceId=" + balancer + " ZoneId=" + OTHER_ZONE;
    call(PRIVATE_LINK, "AttachResourceToVpcEndpointService", resource);
    until("vpcendpointservice", id, "Active");
    call(PRIVATE_LINK, "ListVpcEndpointServiceResources", "ServiceId=" + id);
    call(
        PRIVATE_LINK,
        "UpdateVpcEndpointServiceAttribute",
        "ServiceId=" + id + " ServiceDescription=described");
    until("vpcendpointservice", id, "Active");
    call(
        PRIVATE_LINK,
        "AddUserToVpcEndpointService",
        "ServiceId=" + id + " UserId=5500000000000001");
    call(PRIVATE_LINK, "ListVpcEndpointServiceUsers", "ServiceId=" + id);
    call(PRIVATE_LINK, "ListVpcEndpointServiceUsers", "ServiceId=" + id + " UserListType=UserARNs");
    call(
        PRIVATE_LINK,
        "RemoveUserFromVpcEndpointService",
        "ServiceId=" + id + " UserId=5500000000000001");
    call(PRIVATE_LINK, "GetVpcEndpointServiceAttribute", "ServiceId=" + id);
    call(PRIVATE_LINK, "ListVpcEndpointServices", "ServiceId=" + id);
    call(PRIVATE_LINK, "ListVpcEndpointServicesByEndUser", "ServiceId=" + id);
    tags(PRIVATE_LINK, "vpcendpointservice", id, "UntagResources");
    return id;
  }

  private void privateLink(String service) {
    String endpoint =
        text(
            call(
                PRIVATE_LINK,
                "CreateVpcEndpoint",
                "ServiceId="
                    + service
                    + " VpcId="
                    + vpc
                    + " SecurityGroupId.1="
                    + group
                    + " Zone.1.ZoneId="
                    + ZONE
                    + " Zone.1.VSwitchId="
                    + vSwitch
                    + " Tag.1.Key=a Tag.1.Value=b"),
            "EndpointId");
    until(VpcEndpoints.TYPE, endpoint, "Active");
    String connection = "ServiceId=" + service + " EndpointId=" + endpoint;
    refused(
        PRIVATE_LINK,
        "UpdateVpcEndpointConnectionAttribute",
        "ServiceId=" + service + " EndpointId=" + endpoint + " Bandwidth=200");
    call(PRIVATE_LINK, "EnableVpcEndpointConnection", connection);
    until("vpcendpointconnection", endpoint, "Connected");
    call(PRIVATE_LINK, "ListVpcEndpointConnections", "ServiceId=" + service);
    call(PRIVATE_LINK, "GetVpcEndpointAttribute", "EndpointId=" + endpoint);
    call(PRIVATE_LINK, "ListVpcEndpoints", "EndpointId=" + endpoint);
    call(PRIVATE_LINK, "ListVpcEndpointZones", "EndpointId=" + endpoint);
    call(PRIVATE_LINK, "ListVpcEndpointSecurityGroups", "EndpointId=" + endpoint);
    call(PRIVATE_LINK, "DisableVpcEndpointConnection", connection);
    until("vpcendpointconnection", endpoint, "Disconnected");
    call(PRIVATE_LINK, "DeleteVpcEndpoint", "EndpointId=" + endpoint);
    until(VpcEndpoints.TYPE, endpoint, "");
    until("vpcendpointconnection", endpoint, "");
  }

  private void removeService(String service, String balancer) {
    for (String zone : List.of(ZONE, OTHER_ZONE)) {
      call(
          PRIVATE_LINK,
          "DetachResourceFromVpcEndpointService",
          "ServiceId=" + service + " ResourceType=nlb ResourceId=" + balancer + " ZoneId=" + zone);
      until("vpcendpointservice", service, "Active");
    }
    call(PRIVATE_LINK, "DeleteVpcEndpointService", "ServiceId=" + service);
    until("vpcendpointservice", service, "");
  }

  private void removeBalancer(String balancer) {
    Resource listener = cloud.cloud.store().all("listener").iterator().next();
    call(NLB, "DeleteListener", "ListenerId=" + listener.id());
    until("listener", listener.id(), "");
    call(
        NLB,
        "UpdateLoadBalancerProtection",
        "LoadBalancerId=" + balancer + " DeletionProtectionEnabled=false");
    call(NLB, "DeleteLoadBalancer", "LoadBalancerId=" + balancer);
    until("loadbalancer", balancer, "");
    String groupId = listener.text("serverGroupId");
    call(
        NLB,
        "RemoveServersFromServerGroup",
        "ServerGroupId="
            + groupId
            + " Servers.1.ServerId="
            + instance
            + " Servers.1.ServerType=Ecs Servers.1.Port=9092");
    until("servergroup", groupId, "Available");
    call(NLB, "DeleteServerGroup", "ServerGroupId=" + groupId);
    until("servergroup", groupId, "");
  }

  private void removeInstances() {
    call(ECS, "DeleteInstances", "InstanceId.1=" + instance + " Force=true");
    until("instance", instance, "");
    call(ECS, "DeleteSecurityGroup", "SecurityGroupId=" + group);
    for (String id : List.of(vSwitch, otherVSwitch)) {
      call(VPC, "DeleteVSwitch", "VSwitchId=" + id);
      until("vswitch", id, "");
    }
    call(VPC, "DeleteVpc", "VpcId=" + vpc);
  }

  private Map<String, Object> call(String version, String action) {
    return call(version, action, "");
  }

  private Map<String, Object> call(String version, String action, String namesAndValues) {
    return call(version, action, parameters(namesAndValues));
  }

  private Map<String, Object> call(String version, String action, Map<String, String> parameters) {
    Map<String, Object> body = cloud.cloud.api().perform(version, action, parameters);
    conformance.add(PRODUCTS.get(version), action, parameters, body);
    return body;
  }

  /** Makes a call that the sandbox always refuses. */
  private void refused(String version, String action, String namesAndValues) {
    Map<String, String> parameters = parameters(namesAndValues);
    conformance.add(PRODUCTS.get(version), action, parameters, Map.of());
    try {
      cloud.cloud.api().perform(version, action, parameters);
    } catch (ApiError e) {
      return;
    }
    throw new AssertionError(action + " was not refused");
  }

  /** Parses {@code Name=value Name=value}, and adds the region. */
  private static Map<String, String> parameters(String namesAndValues) {
    Map<String, String> parameters = new HashMap<>(Map.of("RegionId", LinkedCloud.REGION));
    for (String word : namesAndValues.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        parameters.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return parameters;
  }

  private static String text(Map<String, Object> body, String field) {
    return new JsonObject(body).text(field);
  }

  /** Waits until the resource has this status, or is gone if the status is empty. */
  private void until(String type, String id, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> cloud.status(type, id), status::equals);
  }
}
