package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/**
 * A zone of a load balancer.
 *
 * @param address the address that clients connect to
 * @param localAddresses two more addresses, for backend traffic and health checks
 */
public record Zone(
    String zoneId, String vSwitchId, String address, List<String> localAddresses, String eniId) {

  /** Returns the zones of a load balancer. */
  public static List<Zone> of(Resource balancer) {
    return balancer.objects("zoneMappings").stream()
        .map(JsonObject::new)
        .map(
            o ->
                new Zone(
                    o.text("zoneId"),
                    o.text("vSwitchId"),
                    o.text("address"),
                    o.texts("localAddresses"),
                    o.text("eniId")))
        .toList();
  }

  Map<String, Object> stored() {
    return Fields.of(
        "zoneId",
        zoneId,
        "vSwitchId",
        vSwitchId,
        "address",
        address,
        "localAddresses",
        localAddresses,
        "eniId",
        eniId);
  }

  /** Returns the zone for a response. Lists do not show the local addresses. */
  Map<String, Object> view(boolean withLocalAddresses) {
    return Fields.of(
        "ZoneId",
        zoneId,
        "VSwitchId",
        vSwitchId,
        "Status",
        "Active",
        "LoadBalancerAddresses",
        List.of(
            Fields.of(
                "PrivateIPv4Address",
                address,
                "PrivateIPv4HcStatus",
                "Healthy",
                "EniId",
                eniId,
                "Ipv4LocalAddresses",
                withLocalAddresses ? localAddresses : null)));
  }
}
