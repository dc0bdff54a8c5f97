package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.nlb.LoadBalancers;
import dev.linkspan.sandbox.nlb.Zone;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;

/** The load balancers behind endpoint services. */
final class ServiceBackends {
  private final Store store;
  private final Settings settings;

  ServiceBackends(Store store, Settings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Returns the load balancer zone that ResourceType, ResourceId and ZoneId name. Only network load
   * balancers exist.
   */
  ServiceResource resolve(Call call, Parameters wanted) {
    String type = wanted.required("ResourceType");
    String id = wanted.required("ResourceId");
    if (!type.equals("nlb")) {
      throw PrivateLinkErrors.error(
          "Mismatch.ResourceType", "Only resources of type nlb exist here.");
    }
    Resource balancer =
        store
            .find(LoadBalancers.TYPE, id)
            .filter(b -> b.account().equals(call.account()) && b.region().equals(call.region()))
            .orElseThrow(
                () ->
                    PrivateLinkErrors.error(
                        "LoadBalancerNotFound", "The load balancer is unknown."));
    if (!balancer.is(LoadBalancers.ACTIVE)) {
      throw PrivateLinkErrors.error(
          "IncorrectStatus.LoadBalancer", "The load balancer is not active.");
    }
    String zoneId = wanted.required("ZoneId");
    Zone zone =
        Zone.of(balancer).stream()
            .filter(z -> z.zoneId().equals(zoneId))
            .findFirst()
            .orElseThrow(
                () ->
                    PrivateLinkErrors.error(
                        "EndpointServiceNotSupportedZone",
                        "The load balancer is not in zone " + zoneId + "."));
    return new ServiceResource(
        type, id, zoneId, zone.vSwitchId(), balancer.text("vpcId"), zone.address());
  }

  /**
   * Protects a load balancer that serves endpoints from deletion, if the setting says so. The
   * protection stays.
   */
  void attached(String balancerId) {
    if (settings.flag(Setting.ATTACHING_PROTECTS)) {
      store
          .find(LoadBalancers.TYPE, balancerId)
          .ifPresent(balancer -> store.put(balancer.with("deletionProtection", true)));
    }
  }
}
