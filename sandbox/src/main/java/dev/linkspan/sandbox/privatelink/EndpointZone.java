package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/**
 * A zone of an endpoint.
 *
 * @param address address that clients of the endpoint connect to
 * @param resourceId load balancer that serves the zone; empty if there is none
 */
public record EndpointZone(
    String zoneId, String vSwitchId, String eniId, String address, String resourceId) {

  /** Returns the zones of an endpoint. */
  public static List<EndpointZone> of(Resource endpoint) {
    return endpoint.objects("zones").stream()
        .map(JsonObject::new)
        .map(
            o ->
                new EndpointZone(
                    o.text("zoneId"),
                    o.text("vSwitchId"),
                    o.text("eniId"),
                    o.text("address"),
                    o.text("resourceId")))
        .toList();
  }

  Map<String, Object> stored() {
    return Fields.of(
        "zoneId",
        zoneId,
        "vSwitchId",
        vSwitchId,
        "eniId",
        eniId,
        "address",
        address,
        "resourceId",
        resourceId);
  }

  String domain(String endpointId, String serviceId, String region) {
    return endpointId + "-" + zoneId + "." + serviceId + "." + region + ".privatelink.aliyuncs.com";
  }
}
