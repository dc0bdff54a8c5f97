package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/**
 * A zone of a load balancer behind an endpoint service.
 *
 * @param address the load balancer's address in the zone
 */
record ServiceResource(
    String type, String resourceId, String zoneId, String vSwitchId, String vpcId, String address) {

  static List<ServiceResource> of(Resource service) {
    return service.objects("resources").stream()
        .map(JsonObject::new)
        .map(
            o ->
                new ServiceResource(
                    o.text("type"),
                    o.text("resourceId"),
                    o.text("zoneId"),
                    o.text("vSwitchId"),
                    o.text("vpcId"),
                    o.text("address")))
        .toList();
  }

  static Resource into(Resource service, List<ServiceResource> resources) {
    return service.with("resources", resources.stream().map(ServiceResource::stored).toList());
  }

  boolean sameKey(ServiceResource other) {
    return resourceId.equals(other.resourceId) && zoneId.equals(other.zoneId);
  }

  private Map<String, Object> stored() {
    return Fields.of(
        "type",
        type,
        "resourceId",
        resourceId,
        "zoneId",
        zoneId,
        "vSwitchId",
        vSwitchId,
        "vpcId",
        vpcId,
        "address",
        address);
  }

  Map<String, Object> view(String regionId, long endpoints) {
    return Fields.of(
        "ResourceId",
        resourceId,
        "ResourceType",
        type,
        "ZoneId",
        zoneId,
        "VSwitchId",
        vSwitchId,
        "VpcId",
        vpcId,
        "Ip",
        address,
        "RegionId",
        regionId,
        "AutoAllocatedEnabled",
        true,
        "ResourceSupportIPv6",
        false,
        "RelatedEndpointCount",
        endpoints,
        "RelatedDeprecatedEndpointCount",
        0);
  }
}
