package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The operation DescribeNetworkInterfaces. Each instance has one network interface. */
final class NetworkInterfaces {
  private final Store store;

  NetworkInterfaces(Store store) {
    this.store = store;
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    List<String> ids = p.texts("NetworkInterfaceId");
    List<String> addresses = p.texts("PrivateIpAddress");
    List<Resource> found =
        EcsResources.ofCaller(store, call, EcsProduct.INSTANCE).stream()
            .filter(i -> ids.isEmpty() || ids.contains(i.text("networkInterfaceId")))
            .filter(i -> addresses.isEmpty() || addresses.contains(i.text("privateAddress")))
            .filter(i -> EcsResources.same(p, "PrimaryIpAddress", i.text("privateAddress")))
            .filter(i -> EcsResources.same(p, "InstanceId", i.id()))
            .filter(i -> EcsResources.same(p, "VpcId", i.text("vpcId")))
            .filter(i -> EcsResources.same(p, "VSwitchId", i.text("vSwitchId")))
            .filter(
                i ->
                    p.text("SecurityGroupId").stream()
                        .allMatch(i.texts("securityGroupIds")::contains))
            .filter(i -> EcsResources.same(p, "Type", "Primary"))
            .filter(i -> EcsResources.same(p, "Status", "InUse"))
            .toList();
    return EcsPages.body(
        "NetworkInterfaceSets", "NetworkInterfaceSet", found, p, 500, NetworkInterfaces::view);
  }

  /** Returns the MAC address of the instance's interface, which follows from its id. */
  static String macAddress(Resource instance) {
    String hex =
        UUID.nameUUIDFromBytes(instance.id().getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
    return "00:16:3e:%s:%s:%s"
        .formatted(hex.substring(0, 2), hex.substring(2, 4), hex.substring(4, 6));
  }

  static Map<String, Object> privateAddresses(Resource i) {
    return Map.of(
        "PrivateIpSet",
        List.of(Fields.of("PrivateIpAddress", i.text("privateAddress"), "Primary", true)));
  }

  private static Map<String, Object> view(Resource i) {
    return Fields.of(
        "NetworkInterfaceId", i.text("networkInterfaceId"),
        "NetworkInterfaceName", "",
        "Description", "",
        "Type", "Primary",
        "Status", "InUse",
        "InstanceId", i.id(),
        "OwnerId", i.account(),
        "VpcId", i.text("vpcId"),
        "VSwitchId", i.text("vSwitchId"),
        "ZoneId", i.text("zoneId"),
        "MacAddress", macAddress(i),
        "PrivateIpAddress", i.text("privateAddress"),
        "PrivateIpSets", privateAddresses(i),
        "Ipv6Sets", Map.of("Ipv6Set", List.of()),
        "SecurityGroupIds", Map.of("SecurityGroupId", i.texts("securityGroupIds")),
        "AssociatedPublicIp", Map.of(),
        "Attachment", Fields.of("InstanceId", i.id(), "DeviceIndex", 0),
        "DeleteOnRelease", true,
        "SourceDestCheck", false,
        "ServiceManaged", false,
        "ResourceGroupId", "",
        "CreationTime", EcsResources.timeToSecond(i.createdAt()),
        "Tags", Map.of("Tag", List.of()));
  }
}
