package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.exposure.NlbResponses.Empty;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.plan.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoint services of PrivateLink: what they offer, and who may connect. */
public final class EndpointServices {
  /** The key of a setup's one endpoint service. */
  static final String KEY = "endpoint-service";

  private static final String SERVICE_ID = "ServiceId";

  /** A tag as PrivateLink writes it. */
  public record Tag(String key, String value) {}

  /** An endpoint service. */
  public record Service(
      String serviceId,
      String serviceName,
      String serviceStatus,
      Boolean autoAcceptEnabled,
      List<Tag> tags) {}

  record Services(List<Service> services) {}

  record Attached(String resourceId, String resourceType, String zoneId) {}

  record Resources(List<Attached> resources) {}

  record User(long userId) {}

  record Users(List<User> users) {}

  private final OwnerClient client;
  private final Owner owner;

  public EndpointServices(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  EndpointService ensure(EndpointServiceRequest request) {
    Service service =
        new FindOrCreate<>(
                "endpoint service",
                "CreateVpcEndpointService",
                KEY,
                this::find,
                token -> create(request, token),
                this::get,
                Service::serviceId,
                EndpointServices::state)
            .in(client);
    String id = service.serviceId();
    if (Boolean.TRUE.equals(service.autoAcceptEnabled())) {
      call(
          "UpdateVpcEndpointServiceAttribute",
          Map.of(SERVICE_ID, id, "AutoAcceptEnabled", "false"));
    }
    attachMissing(id, request);
    return new EndpointService(id, service.serviceName());
  }

  private String create(EndpointServiceRequest request, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, KEY));
    parameters.put("ServiceResourceType", "nlb");
    parameters.put("AutoAcceptEnabled", "false");
    parameters.put("ServiceDescription", request.description());
    for (int i = 0; i < request.zones().size(); i++) {
      String prefix = "Resource." + (i + 1) + ".";
      parameters.put(prefix + "ResourceType", "nlb");
      parameters.put(prefix + "ResourceId", request.loadBalancerId());
      parameters.put(prefix + "ZoneId", request.zones().get(i));
    }
    parameters.put("ClientToken", token);
    return client.privateLink("CreateVpcEndpointService", parameters, Service.class).serviceId();
  }

  /** The setup's own service, by its tags, in any state. */
  public Optional<Service> find() {
    List<Service> listed =
        NlbResponses.orEmpty(
            client
                .privateLink("ListVpcEndpointServices", Tags.parameters(owner, KEY), Services.class)
                .services());
    return Tags.ours(owner, KEY, listed, Service::tags, Tag::key, Tag::value);
  }

  Optional<Service> get(String id) {
    return OwnerClient.unlessGone(
        () ->
            client.privateLink(
                "GetVpcEndpointServiceAttribute", Map.of(SERVICE_ID, id), Service.class));
  }

  private static State state(Service service) {
    return "Active".equals(service.serviceStatus()) ? State.READY : State.PENDING;
  }

  private void attachMissing(String id, EndpointServiceRequest request) {
    client.until(
        "every zone of endpoint service " + id,
        () -> {
          List<String> present =
              attached(id).stream()
                  .filter(a -> request.loadBalancerId().equals(a.resourceId()))
                  .map(Attached::zoneId)
                  .toList();
          List<String> missing =
              request.zones().stream().filter(z -> !present.contains(z)).toList();
          missing.forEach(zone -> attach(id, request.loadBalancerId(), zone));
          boolean active = get(id).map(EndpointServices::state).orElse(null) == State.READY;
          return missing.isEmpty() && active ? Optional.of(true) : Optional.empty();
        });
  }

  private void attach(String id, String loadBalancerId, String zone) {
    try {
      call(
          "AttachResourceToVpcEndpointService",
          Map.of(
              SERVICE_ID, id, "ResourceType", "nlb", "ResourceId", loadBalancerId, "ZoneId", zone));
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.ALREADY_EXISTS)) {
        throw e;
      }
    }
  }

  List<Attached> attached(String id) {
    return NlbResponses.orEmpty(
        client
            .privateLink(
                "ListVpcEndpointServiceResources",
                Map.of(SERVICE_ID, id, "MaxResults", "50"),
                Resources.class)
            .resources());
  }

  void detach(String id, Attached resource) {
    call(
        "DetachResourceFromVpcEndpointService",
        Map.of(
            SERVICE_ID,
            id,
            "ResourceType",
            resource.resourceType(),
            "ResourceId",
            resource.resourceId(),
            "ZoneId",
            resource.zoneId()));
  }

  List<String> users(String id) {
    return NlbResponses.orEmpty(
            client
                .privateLink(
                    "ListVpcEndpointServiceUsers",
                    Map.of(SERVICE_ID, id, "MaxResults", "50"),
                    Users.class)
                .users())
        .stream()
        .map(u -> Long.toString(u.userId()))
        .toList();
  }

  void allow(String id, String account) {
    if (users(id).contains(account)) {
      return;
    }
    try {
      call("AddUserToVpcEndpointService", Map.of(SERVICE_ID, id, "UserId", account));
    } catch (AlibabaCloudException e) {
      // How a second add is answered is not documented: what counts is whether it is listed.
      if (!users(id).contains(account)) {
        throw e;
      }
    }
    client.until(
        "account " + account + " on the whitelist of " + id,
        () -> users(id).contains(account) ? Optional.of(true) : Optional.empty());
  }

  void disallow(String id, String account) {
    OwnerClient.unlessGone(
        () ->
            client.privateLink(
                "RemoveUserFromVpcEndpointService",
                Map.of(SERVICE_ID, id, "UserId", account),
                Empty.class));
  }

  void delete(String id) {
    call("DeleteVpcEndpointService", Map.of(SERVICE_ID, id));
  }

  private void call(String action, Map<String, String> parameters) {
    client.privateLink(action, parameters, Empty.class);
  }
}
