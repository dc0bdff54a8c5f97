package dev.linkspan.activities.exposure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.alibabacloud.TokenPage;
import dev.linkspan.activities.exposure.NlbResponses.Empty;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.plan.Owner;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PrivateLink endpoint services: their resources, and the whitelist of accounts (API 2020-04-15).
 */
public final class EndpointServices {
  /** The key of the endpoint service within its setup, which has only one. */
  static final String KEY = "endpoint-service";

  /** Its value is the account that the setup has put on the whitelist. */
  private static final String WHITELISTED_TAG = "linkspan:whitelisted-account";

  private static final String SERVICE_ID = "ServiceId";

  private static final Logger LOG = LoggerFactory.getLogger(EndpointServices.class);

  /** A tag as PrivateLink returns it. */
  public record Tag(@Nullable String key, @Nullable String value) {}

  /** An endpoint service as the API returns it. */
  public record Service(
      String serviceId,
      String serviceName,
      @Nullable String serviceStatus,
      @Nullable Boolean autoAcceptEnabled,
      @Nullable List<String> zones,
      @Nullable List<Tag> tags) {

    /** The account that the setup has put on the whitelist, unlike others. */
    Optional<String> whitelistedAccount() {
      return NlbResponses.orEmpty(tags).stream()
          .filter(tag -> WHITELISTED_TAG.equals(tag.key()))
          .flatMap(tag -> Stream.ofNullable(tag.value()))
          .findFirst();
    }
  }

  record Services(@Nullable List<Service> services, @Nullable String nextToken)
      implements TokenPage<Service> {
    @Override
    public @Nullable List<Service> items() {
      return services;
    }
  }

  /** A resource of an endpoint service: a load balancer in one zone. */
  record ServiceResource(String resourceId, String resourceType, String zoneId) {}

  record ServiceResources(@Nullable List<ServiceResource> resources, @Nullable String nextToken)
      implements TokenPage<ServiceResource> {
    @Override
    public @Nullable List<ServiceResource> items() {
      return resources;
    }
  }

  /**
   * @param userId a number, or {@code *} for everyone
   */
  record User(String userId) {}

  record Arn(@JsonProperty("UserARN") String userArn) {
    private static final Pattern OF_ACCOUNT = Pattern.compile("acs:ram:\\*:(\\d+):\\*");

    /** The account whose users it stands for; {@code *} for everyone. */
    String account() {
      Matcher account = OF_ACCOUNT.matcher(userArn);
      return account.matches() ? account.group(1) : "*";
    }
  }

  /** The accounts that can create endpoints, by their id or by an ARN for all of their users. */
  record Users(
      @Nullable List<User> users,
      @JsonProperty("UserARNs") @Nullable List<Arn> userArns,
      @Nullable String nextToken)
      implements TokenPage<String> {
    @Override
    public List<String> items() {
      return Stream.concat(
              NlbResponses.orEmpty(users).stream().map(User::userId),
              NlbResponses.orEmpty(userArns).stream().map(Arn::account))
          .toList();
    }
  }

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
            .run(client);
    String id = service.serviceId();
    if (Boolean.TRUE.equals(service.autoAcceptEnabled())) {
      call(
          "UpdateVpcEndpointServiceAttribute",
          Map.of(SERVICE_ID, id, "AutoAcceptEnabled", "false"));
      LOG.info("disabled automatic acceptance at endpoint service {}", id);
    }
    if (!NlbResponses.orEmpty(service.zones()).containsAll(request.zones())) {
      attachMissing(id, request);
    }
    return new EndpointService(id, service.serviceName());
  }

  private String create(EndpointServiceRequest request, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, KEY));
    parameters.put("Tag.3.Key", WHITELISTED_TAG);
    parameters.put("Tag.3.Value", request.whitelistAccount());
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
    Service created = client.privateLink("CreateVpcEndpointService", parameters, Service.class);
    client.reads().none(whitelistOf(created.serviceId()), connectionsTo(created.serviceName()));
    return created.serviceId();
  }

  /** What {@link OwnerReads#takeNone} calls TiDB Cloud's connections to a service. */
  public static String connectionsTo(String serviceName) {
    return "connections to " + serviceName;
  }

  /** The setup's endpoint service, found by its tags, in any state. */
  public Optional<Service> find() {
    return find(Duration.ZERO);
  }

  private Optional<Service> find(Duration oldest) {
    List<Service> listed = client.reads().list("endpoint service", oldest, this::list);
    return Tags.firstTagged(owner, KEY, listed, Service::tags, Tag::key, Tag::value);
  }

  private List<Service> list() {
    return client
        .privateLinkList("ListVpcEndpointServices", Tags.ofSetup(owner), Services.class)
        .stream()
        .filter(s -> OwnerClient.exists(s.serviceStatus()))
        .toList();
  }

  /** Empty where there is no such endpoint service. */
  Optional<Service> get(String id) {
    return OwnerClient.unlessNotFound(
            () ->
                client.privateLink(
                    "GetVpcEndpointServiceAttribute", Map.of(SERVICE_ID, id), Service.class))
        .filter(s -> OwnerClient.exists(s.serviceStatus()));
  }

  private static State state(Service service) {
    return "Active".equals(service.serviceStatus()) ? State.READY : State.PENDING;
  }

  private void attachMissing(String id, EndpointServiceRequest request) {
    client.waitFor(
        "every zone of endpoint service " + id,
        () -> {
          List<String> missing = missingZones(id, request);
          missing.forEach(zone -> attach(id, request.loadBalancerId(), zone));
          boolean active = get(id).filter(s -> state(s) == State.READY).isPresent();
          return missing.isEmpty() && active ? Optional.of(true) : Optional.empty();
        });
  }

  private List<String> missingZones(String id, EndpointServiceRequest request) {
    List<String> present =
        resources(id).stream()
            .filter(r -> request.loadBalancerId().equals(r.resourceId()))
            .map(ServiceResource::zoneId)
            .toList();
    return request.zones().stream().filter(z -> !present.contains(z)).toList();
  }

  private void attach(String id, String loadBalancerId, String zone) {
    try {
      call(
          "AttachResourceToVpcEndpointService",
          Map.of(
              SERVICE_ID, id, "ResourceType", "nlb", "ResourceId", loadBalancerId, "ZoneId", zone));
      LOG.info("attached {} in {} to endpoint service {}", loadBalancerId, zone, id);
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.ALREADY_EXISTS)) {
        throw e;
      }
      LOG.debug("{} in {} is attached to endpoint service {} already", loadBalancerId, zone, id);
    }
  }

  List<ServiceResource> resources(String id) {
    return client.privateLinkList(
        "ListVpcEndpointServiceResources",
        Map.of(SERVICE_ID, id, "MaxResults", "50"),
        ServiceResources.class);
  }

  void detach(String id, ServiceResource resource) {
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

  private static String whitelistOf(String id) {
    return "whitelist of " + id;
  }

  private List<String> whitelist(String id) {
    return client.privateLinkList(
        "ListVpcEndpointServiceUsers", Map.of(SERVICE_ID, id, "MaxResults", "50"), Users.class);
  }

  private static boolean allow(List<String> accounts, String account) {
    return accounts.contains("*") || accounts.contains(account);
  }

  /** The accounts that can create endpoints, sorted; {@code *} for everyone. */
  List<String> whitelisted(String id) {
    return whitelist(id).stream().sorted().toList();
  }

  /** Lets an account create endpoints for this service. */
  void addToWhitelist(String id, String account) {
    if (!client.reads().takeNone(whitelistOf(id)) && allow(whitelist(id), account)) {
      LOG.info("account {} is on the whitelist of {} already", account, id);
      return;
    }
    try {
      call("AddUserToVpcEndpointService", Map.of(SERVICE_ID, id, "UserId", account));
    } catch (AlibabaCloudException e) {
      // The error for an account that is there already is not documented: the list decides.
      if (!allow(whitelist(id), account)) {
        throw e;
      }
    }
    LOG.info("added account {} to the whitelist of {}", account, id);
  }

  /** The service can be deleted with accounts on its whitelist: a refusal stops nothing. */
  void removeFromWhitelist(String id, String account) {
    try {
      call("RemoveUserFromVpcEndpointService", Map.of(SERVICE_ID, id, "UserId", account));
      LOG.info("removed account {} from the whitelist of {}", account, id);
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.UNKNOWN_OUTCOME) || e.is(ErrorKind.THROTTLED)) {
        throw e;
      }
      LOG.info("account {} stays on the whitelist of {}: {}", account, id, e.code());
    }
  }

  void delete(String id) {
    call("DeleteVpcEndpointService", Map.of(SERVICE_ID, id));
  }

  private void call(String action, Map<String, String> parameters) {
    client.privateLink(action, parameters, Empty.class);
  }
}
