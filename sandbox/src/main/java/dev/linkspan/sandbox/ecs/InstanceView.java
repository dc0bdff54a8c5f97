package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/** Instances as the responses show them. */
final class InstanceView {
  private InstanceView() {}

  /** Returns an instance as DescribeInstances shows it. */
  static Map<String, Object> listed(Resource i) {
    Map<String, Object> view = common(i);
    view.putAll(
        Fields.of(
            "KeyPairName",
            i.text("keyPairName"),
            "IoOptimized",
            true,
            "InstanceTypeFamily",
            InstanceTypes.family(i.text("instanceType")),
            "NetworkInterfaces",
            Map.of("NetworkInterface", List.of(networkInterface(i))),
            "DeletionProtection",
            i.flag("deletionProtection"),
            "OSName",
            Images.osName(i.text("imageId")),
            "OSNameEn",
            Images.osName(i.text("imageId")),
            "OSType",
            "linux",
            "StartTime",
            EcsResources.time(i.createdAt()),
            "DeviceAvailable",
            true,
            "Recyclable",
            false,
            "GPUAmount",
            0,
            "GPUSpec",
            "",
            "SpotStrategy",
            "NoSpot",
            "SpotPriceLimit",
            0.0,
            "SaleCycle",
            "",
            "AutoReleaseTime",
            "",
            "HpcClusterId",
            "",
            "DeploymentSetId",
            "",
            "RdmaIpAddress",
            Map.of("IpAddress", List.of()),
            "MetadataOptions",
            Fields.of("HttpEndpoint", "", "HttpTokens", ""),
            "ResourceGroupId",
            "",
            "Tags",
            EcsResources.tags(i)));
    return view;
  }

  private static Map<String, Object> networkInterface(Resource i) {
    return Fields.of(
        "NetworkInterfaceId",
        i.text("networkInterfaceId"),
        "MacAddress",
        NetworkInterfaces.macAddress(i),
        "PrimaryIpAddress",
        i.text("privateAddress"),
        "PrivateIpSets",
        NetworkInterfaces.privateAddresses(i),
        "Type",
        "Primary");
  }

  /** Returns what DescribeInstances and DescribeInstanceAttribute have in common. */
  static Map<String, Object> common(Resource i) {
    Map<String, Object> view =
        Fields.of(
            "InstanceId", i.id(),
            "InstanceName", i.name(),
            "HostName", i.text("hostName"),
            "Description", i.text("description"),
            "Status", i.status(),
            "RegionId", i.region(),
            "ZoneId", i.text("zoneId"),
            "ClusterId", "",
            "VlanId", "",
            "SerialNumber", i.id().replaceFirst("^i-", ""),
            "InstanceType", i.text("instanceType"),
            "ImageId", i.text("imageId"),
            "Cpu", i.integer("cpu"),
            "Memory", i.integer("memoryMiB"),
            "CreditSpecification", "",
            "StoppedMode", "Not-applicable",
            "CreationTime", EcsResources.time(i.createdAt()),
            "ExpiredTime", "2099-12-31T15:59Z",
            "OperationLocks", Map.of("LockReason", List.of()));
    view.putAll(network(i));
    return view;
  }

  private static Map<String, Object> network(Resource i) {
    String publicAddress = i.text("publicAddress");
    Map<String, Object> vpc =
        Fields.of(
            "VpcId", i.text("vpcId"),
            "VSwitchId", i.text("vSwitchId"),
            "NatIpAddress", "",
            "PrivateIpAddress", Map.of("IpAddress", List.of(i.text("privateAddress"))));
    return Fields.of(
        "InstanceNetworkType", "vpc",
        "InstanceChargeType", i.text("instanceChargeType"),
        "InternetChargeType", i.text("internetChargeType"),
        "InternetMaxBandwidthOut", i.integer("internetMaxBandwidthOut"),
        "InternetMaxBandwidthIn", 100,
        "VpcAttributes", vpc,
        "PublicIpAddress",
            Map.of("IpAddress", publicAddress.isEmpty() ? List.of() : List.of(publicAddress)),
        "InnerIpAddress", Map.of("IpAddress", List.of()),
        "EipAddress",
            Fields.of(
                "AllocationId", "", "IpAddress", "", "InternetChargeType", "", "Bandwidth", 0),
        "SecurityGroupIds", Map.of("SecurityGroupId", i.texts("securityGroupIds")));
  }
}
