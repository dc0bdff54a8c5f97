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
            .filter(i -> isWhere(p, i))
            .filter(i -> isKind(p, i))
            .filter(i -> same(p, "KeyPairName", i.text("keyPairName")))
            .filter(i -> same(p, "Status", i.status()))
            .filter(i -> Names.matches(p.text("InstanceName", "*"), i.name()))
            .filter(i -> i.hasTags(p.tags()))
            .toList();
    return EcsPages.body("Instances", "Instance", found, p, 100, InstanceView::listed);
  }

  private static boolean isWhere(Parameters p, Resource i) {
    return same(p, "VpcId", i.text("vpcId"))
        && same(p, "VSwitchId", i.text("vSwitchId"))
        && same(p, "ZoneId", i.text("zoneId"))
        && same(p, "InstanceNetworkType", "vpc")
        && inGroup(p, i)
        && among(p, "PrivateIpAddresses", i.text("privateAddress"))
        && among(p, "PublicIpAddresses", i.text("publicAddress"))
        && among(p, "EipAddresses", "")
        && among(p, "InnerIpAddresses", "");
  }

  private static boolean isKind(Parameters p, Resource i) {
    return same(p, "ImageId", i.text("imageId"))
        && same(p, "InstanceType", i.text("instanceType"))
        && same(p, "InstanceTypeFamily", InstanceTypes.family(i.text("instanceType")))
        && same(p, "InstanceChargeType", i.text("instanceChargeType"))
        && same(p, "InternetChargeType", i.text("internetChargeType"))
        && p.flag("IoOptimized", true);
  }

  private static boolean same(Parameters p, String parameter, String value) {
    return EcsResources.same(p, parameter, value);
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
    Resource instance =
        EcsResources.find(store, call, EcsProduct.INSTANCE, id)
            .orElseThrow(InstanceQueries::notFound);
    Map<String, Object> view = InstanceView.common(instance);
    view.put("IoOptimized", "optimized");
    return view;
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
}
