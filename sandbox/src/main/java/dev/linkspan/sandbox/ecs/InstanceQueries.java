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

/** The operations that describe instances. */
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
      throw EcsErrors.error(
          400, "InvalidInstanceIds.Malformed", "At most 100 instances can be asked for.");
    }
    List<Resource> found =
        EcsResources.ofCaller(store, call, EcsProduct.INSTANCE).stream()
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
        EcsResources.ofCaller(store, call, EcsProduct.INSTANCE).stream()
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
    return view(
        EcsResources.find(store, call, EcsProduct.INSTANCE, id)
            .orElseThrow(InstanceQueries::notFound));
  }

  /** Returns no events: the sandbox has none. */
  Map<String, Object> events(Call call) {
    Page<Resource> none = Page.numbered(List.of(), call.parameters(), 10, 100);
    Map<String, Object> body = new LinkedHashMap<>(none.fields());
    body.put("InstanceSystemEventSet", Map.of("InstanceSystemEventType", List.of()));
    return body;
  }

  static ApiError notFound() {
    return EcsErrors.error(
        404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");
  }

  private Map<String, Object> listed(Resource i) {
    Map<String, Object> eni = new LinkedHashMap<>();
    eni.put("NetworkInterfaceId", i.text("networkInterfaceId"));
    eni.put("PrimaryIpAddress", i.text("privateAddress"));
    eni.put("Type", "Primary");
    Map<String, Object> view = view(i);
    view.put("KeyPairName", i.text("keyPairName"));
    view.put("NetworkInterfaces", Map.of("NetworkInterface", List.of(eni)));
    view.put("DeletionProtection", i.flag("deletionProtection"));
    view.put("OSType", "linux");
    view.put("ResourceGroupId", "");
    view.put("Tags", EcsResources.tags(i));
    return view;
  }

  private Map<String, Object> view(Resource i) {
    String publicAddress = i.text("publicAddress");
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("VpcId", i.text("vpcId"));
    network.put("VSwitchId", i.text("vSwitchId"));
    network.put("NatIpAddress", "");
    network.put("PrivateIpAddress", Map.of("IpAddress", List.of(i.text("privateAddress"))));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("InstanceId", i.id());
    view.put("InstanceName", i.name());
    view.put("HostName", i.text("hostName"));
    view.put("Description", i.text("description"));
    view.put("Status", i.status());
    view.put("RegionId", i.region());
    view.put("ZoneId", i.text("zoneId"));
    view.put("InstanceType", i.text("instanceType"));
    view.put("ImageId", i.text("imageId"));
    view.put("InstanceNetworkType", "vpc");
    view.put("InstanceChargeType", i.text("instanceChargeType"));
    view.put("InternetChargeType", i.text("internetChargeType"));
    view.put("InternetMaxBandwidthOut", i.integer("internetMaxBandwidthOut"));
    view.put("InternetMaxBandwidthIn", 100);
    view.put("Cpu", i.integer("cpu"));
    view.put("Memory", i.integer("memoryMiB"));
    view.put("VpcAttributes", network);
    view.put(
        "PublicIpAddress",
        Map.of("IpAddress", publicAddress.isEmpty() ? List.of() : List.of(publicAddress)));
    view.put("InnerIpAddress", Map.of("IpAddress", List.of()));
    view.put("EipAddress", Map.of("AllocationId", "", "IpAddress", "", "InternetChargeType", ""));
    view.put("SecurityGroupIds", Map.of("SecurityGroupId", i.texts("securityGroupIds")));
    view.put("OperationLocks", Map.of("LockReason", List.of()));
    view.put("CreationTime", EcsResources.time(i.createdAt()));
    view.put("ExpiredTime", "2099-12-31T15:59Z");
    return view;
  }
}
