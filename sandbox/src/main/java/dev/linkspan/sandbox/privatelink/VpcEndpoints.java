package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.nlb.NetworkLookup;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.vpc.Addresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The endpoints of all consumers. */
public final class VpcEndpoints {
  public static final String TYPE = "vpcendpoint";
  static final String ACTIVE = "Active";
  private static final Duration CHANGE = Duration.ofMillis(500);

  private final Store store;
  private final Transitions transitions;
  private final EndpointServices services;
  private final EndpointConnections connections;
  private final NetworkLookup network;
  private final Addresses addresses;
  private final ExternalAddresses externalAddresses;

  VpcEndpoints(
      Store store,
      Transitions transitions,
      EndpointServices services,
      EndpointConnections connections,
      Addresses addresses,
      ExternalAddresses externalAddresses) {
    this.store = store;
    this.transitions = transitions;
    this.services = services;
    this.connections = connections;
    this.network = new NetworkLookup(store);
    this.addresses = addresses;
    this.externalAddresses = externalAddresses;
  }

  /** The vSwitch in which an endpoint gets an address in a zone. */
  public record Placement(String zoneId, String vSwitchId) {}

  /**
   * An endpoint to create.
   *
   * @param service id or name of the service
   */
  public record Spec(
      String account,
      String region,
      String vpcId,
      String service,
      List<Placement> placements,
      List<String> securityGroups,
      String name,
      Map<String, String> tags) {}

  /**
   * Creates an endpoint and its connection to the service.
   *
   * @throws ApiError if the service does not exist, the account is not whitelisted, or the service
   *     is not in the zones
   */
  public Resource create(Spec spec) {
    Resource service =
        services
            .named(spec.service())
            .filter(s -> s.region().equals(spec.region()))
            .orElseThrow(PrivateLinkErrors::serviceNotFound);
    if (!spec.account().equals(service.account())
        && !service.texts("users").contains(spec.account())) {
      throw PrivateLinkErrors.error(
          "EndpointServiceNotAuthorized", "The account is not on the service's whitelist.");
    }
    if (!service.is(EndpointServices.ACTIVE)) {
      throw PrivateLinkErrors.error(
          "IncorrectStatus.VpcEndpointService", "The endpoint service is not active.");
    }
    if (spec.securityGroups().isEmpty()) {
      throw PrivateLinkErrors.error(
          "EndpointMustContainSecurityGroup", "An endpoint needs a security group.");
    }
    String id = store.newId("ep");
    Resource endpoint =
        Resource.of(
                TYPE, id, spec.account(), spec.region(), spec.name().isEmpty() ? id : spec.name())
            .withTags(spec.tags())
            .with("vpcId", spec.vpcId())
            .with("vSwitchIds", spec.placements().stream().map(Placement::vSwitchId).toList())
            .with("serviceId", service.id())
            .with("serviceName", service.text("serviceName"))
            .with("securityGroupIds", spec.securityGroups())
            .with("zones", zones(spec, service).stream().map(EndpointZone::stored).toList());
    connections.open(endpoint, service);
    return transitions.begin(endpoint, "Creating", ACTIVE, CHANGE);
  }

  private List<EndpointZone> zones(Spec spec, Resource service) {
    Set<String> seen = new HashSet<>();
    List<EndpointZone> zones = new ArrayList<>();
    for (Placement placement : spec.placements()) {
      if (!seen.add(placement.zoneId())) {
        throw PrivateLinkErrors.error("EndpointZoneDuplicated", "A zone is given twice.");
      }
      ServiceResource resource =
          ServiceResource.of(service).stream()
              .filter(r -> r.zoneId().equals(placement.zoneId()))
              .findFirst()
              .orElseThrow(
                  () ->
                      PrivateLinkErrors.error(
                          "EndpointServiceNotSupportedZone",
                          "The service is not in zone " + placement.zoneId() + "."));
      zones.add(
          new EndpointZone(
              placement.zoneId(),
              placement.vSwitchId(),
              store.newId("eni"),
              address(spec.account(), placement),
              resource.resourceId()));
    }
    return zones;
  }

  private String address(String account, Placement placement) {
    Optional<Resource> vSwitch = network.vSwitch(account, placement.vSwitchId());
    if (vSwitch.isEmpty()) {
      return externalAddresses.next();
    }
    List<String> free = addresses.highestFree(vSwitch.get(), 1);
    if (free.isEmpty()) {
      throw PrivateLinkErrors.error(
          "ResourceNotEnough.VSwitchIp", "The vSwitch has no free address.");
    }
    return free.get(0);
  }

  /** Starts to remove an endpoint and its connection. The endpoint need not exist. */
  public void delete(String endpointId) {
    store
        .find(EndpointConnections.TYPE, endpointId)
        .filter(connection -> !connection.is("Deleting"))
        .ifPresent(connection -> transitions.begin(connection, "Deleting", Resource.GONE, CHANGE));
    store
        .find(TYPE, endpointId)
        .filter(endpoint -> !endpoint.is("Deleting"))
        .ifPresent(endpoint -> transitions.begin(endpoint, "Deleting", Resource.GONE, CHANGE));
  }

  /** Returns the zones of a service; empty if the region has no such service. */
  public Optional<List<String>> zonesOfService(String region, String idOrName) {
    return services
        .named(idOrName)
        .filter(service -> service.region().equals(region))
        .map(
            service ->
                ServiceResource.of(service).stream()
                    .map(ServiceResource::zoneId)
                    .distinct()
                    .toList());
  }
}
