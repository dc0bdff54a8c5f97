package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What can be asked about instances. */
final class InstanceQueries {
  private final Store store;

  InstanceQueries(Store store) {
    this.store = store;
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    List<String> ids = p.texts("InstanceIds");
    boolean some = p.text("InstanceIds").isPresent();
    if (ids.size() > 100) {
      throw EcsErrors.refused(
          400, "InvalidInstanceIds.Malformed", "At most 100 instances can be asked for.");
    }
    List<Resource> found =
        EcsErrors.ofCaller(store, call, EcsProduct.INSTANCE).stream()
            .filter(i -> !some || ids.contains(i.id()))
            .filter(i -> same(p, "VpcId", i.text("vpcId")))
            .filter(i -> same(p, "VSwitchId", i.text("vSwitchId")))
            .filter(i -> same(p, "ZoneId", i.text("zoneId")))
            .filter(i -> same(p, "KeyPairName", i.text("keyPairName")))
            .filter(i -> same(p, "Status", i.status()))
            .filter(i -> inGroup(p, i))
            .filter(i -> among(p, "PrivateIpAddresses", i.text("privateAddress")))
            .filter(i -> among(p, "PublicIpAddresses", i.text("publicAddress")))
            .filter(i -> Names.matches(p.text("InstanceName", "*"), i.name()))
            .filter(i -> i.hasTags(p.tags()))
            .toList();
    Page<Resource> page =
        p.text("MaxResults").or(() -> p.text("NextToken")).isPresent()
            ? Page.byToken(found, p, 10, 100)
            : Page.numbered(found, p, 10, 100);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("TotalCount", found.size());
    body.put("Instances", Map.of("Instance", page.show(this::listed)));
    return body;
  }

  private static boolean same(Parameters p, String parameter, String value) {
    return value.equals(p.text(parameter, value));
  }

  private static boolean among(Parameters p, String parameter, String value) {
    return p.text(parameter).isEmpty() || p.texts(parameter).contains(value);
  }

  private static boolean inGroup(Parameters p, Resource instance) {
    return p.text("SecurityGroupId").stream()
        .allMatch(instance.texts("securityGroupIds")::contains);
  }

  Map<String, Object> statuses(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    List<String> ids = p.texts("InstanceId");
    List<Resource> found =
        EcsErrors.ofCaller(store, call, EcsProduct.INSTANCE).stream()
            .filter(i -> ids.isEmpty() || ids.contains(i.id()))
            .filter(i -> same(p, "ZoneId", i.text("zoneId")))
            .toList();
    Page<Resource> page = Page.numbered(found, p, 10, 100);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put(
        "InstanceStatuses",
        Map.of(
            "InstanceStatus", page.show(i -> Map.of("InstanceId", i.id(), "Status", i.status()))));
    return body;
  }

  Map<String, Object> attribute(Call call) {
    String id = call.parameters().required("InstanceId");
    return shown(
        EcsErrors.find(store, call, EcsProduct.INSTANCE, id)
            .orElseThrow(InstanceQueries::notFound));
  }

  /** Nothing ever happens to these instances that would be an event. */
  Map<String, Object> events(Call call) {
    Page<Resource> none = Page.numbered(List.of(), call.parameters(), 10, 100);
    Map<String, Object> body = new LinkedHashMap<>(none.fields());
    body.put("InstanceSystemEventSet", Map.of("InstanceSystemEventType", List.of()));
    return body;
  }

  static ApiError notFound() {
    return EcsErrors.refused(
        404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");
  }

  private Map<String, Object> listed(Resource i) {
    Map<String, Object> eni = new LinkedHashMap<>();
    eni.put("NetworkInterfaceId", i.text("networkInterfaceId"));
    eni.put("PrimaryIpAddress", i.text("privateAddress"));
    eni.put("Type", "Primary");
    Map<String, Object> shown = shown(i);
    shown.put("KeyPairName", i.text("keyPairName"));
    shown.put("NetworkInterfaces", Map.of("NetworkInterface", List.of(eni)));
    shown.put("DeletionProtection", i.flag("deletionProtection"));
    shown.put("OSType", "linux");
    shown.put("ResourceGroupId", "");
    shown.put("Tags", EcsErrors.tags(i));
    return shown;
  }

  private Map<String, Object> shown(Resource i) {
    String publicAddress = i.text("publicAddress");
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("VpcId", i.text("vpcId"));
    network.put("VSwitchId", i.text("vSwitchId"));
    network.put("NatIpAddress", "");
    network.put("PrivateIpAddress", Map.of("IpAddress", List.of(i.text("privateAddress"))));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("InstanceId", i.id());
    shown.put("InstanceName", i.name());
    shown.put("HostName", i.text("hostName"));
    shown.put("Description", i.text("description"));
    shown.put("Status", i.status());
    shown.put("RegionId", i.region());
    shown.put("ZoneId", i.text("zoneId"));
    shown.put("InstanceType", i.text("instanceType"));
    shown.put("ImageId", i.text("imageId"));
    shown.put("InstanceNetworkType", "vpc");
    shown.put("InstanceChargeType", i.text("instanceChargeType"));
    shown.put("InternetChargeType", i.text("internetChargeType"));
    shown.put("InternetMaxBandwidthOut", i.integer("internetMaxBandwidthOut"));
    shown.put("InternetMaxBandwidthIn", 100);
    shown.put("Cpu", i.integer("cpu"));
    shown.put("Memory", i.integer("memoryMiB"));
    shown.put("VpcAttributes", network);
    shown.put(
        "PublicIpAddress",
        Map.of("IpAddress", publicAddress.isEmpty() ? List.of() : List.of(publicAddress)));
    shown.put("InnerIpAddress", Map.of("IpAddress", List.of()));
    shown.put("EipAddress", Map.of("AllocationId", "", "IpAddress", "", "InternetChargeType", ""));
    shown.put("SecurityGroupIds", Map.of("SecurityGroupId", i.texts("securityGroupIds")));
    shown.put("OperationLocks", Map.of("LockReason", List.of()));
    shown.put("CreationTime", EcsErrors.time(i.createdAt()));
    shown.put("ExpiredTime", "2099-12-31T15:59Z");
    return shown;
  }
}
