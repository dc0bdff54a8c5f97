package dev.linkspan.activities.tidbcloud;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import dev.linkspan.workflows.plan.BrokerDomains;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The private link connections of one cluster (API v1beta1), and the cluster itself. */
public final class PrivateLinkConnections {
  public static final String ALIBABA_TYPE = "ALICLOUD_ENDPOINT_SERVICE";
  public static final String MANAGED_DOMAINS = "TIDBCLOUD_MANAGED";

  public static final Comparator<Connection> OLDEST_FIRST =
      comparing(Connection::createTime, nullsLast(naturalOrder()))
          .thenComparing(Connection::privateLinkConnectionId);

  private static final Pattern FAILED = Pattern.compile("FAILED|REJECTED|EXPIRED");

  /**
   * A cluster as the API returns it.
   *
   * @param clusterPlan {@code STARTER} or {@code ESSENTIAL}
   * @param servicePlan the newer spelling, e.g. {@code Essential}
   */
  public record Cluster(
      @Nullable String clusterId,
      @Nullable String displayName,
      @Nullable String state,
      @Nullable Region region,
      @Nullable String clusterPlan,
      @Nullable String servicePlan) {}

  /**
   * A region as the API returns it.
   *
   * @param regionId e.g. {@code alicloud-ap-southeast-1}
   */
  public record Region(
      @Nullable String cloudProvider,
      @Nullable String provider,
      @Nullable String regionId,
      @Nullable String name) {}

  /** The account and the zones that the cluster's dataflow connects from. */
  public record AvailabilityZones(String accountId, @Nullable List<String> azIds) {

    /** The zones; empty where the API returned none. */
    public List<String> zones() {
      return azIds == null ? List.of() : azIds;
    }
  }

  /**
   * A private link connection as the API returns it.
   *
   * @param state {@code CREATING}, {@code PENDING_ACCEPTANCE}, {@code ACTIVE}, {@code FAILED} or
   *     {@code DELETING}; the API may add others. {@code REJECTED} and {@code EXPIRED} are states
   *     of similar resources of the API
   * @param message why it failed
   * @param createTime ISO 8601
   */
  public record Connection(
      String privateLinkConnectionId,
      @Nullable String displayName,
      @Nullable String type,
      @Nullable String state,
      @Nullable String message,
      @Nullable String createTime,
      @Nullable EndpointService alicloudEndpointService,
      @Nullable List<AttachedDomain> attachedDomains) {

    public String id() {
      return privateLinkConnectionId;
    }

    /** Name of the endpoint service that the connection leads to. */
    public Optional<String> serviceName() {
      return Optional.ofNullable(alicloudEndpointService).map(EndpointService::name);
    }

    /** Whether it never becomes usable. */
    public boolean failed() {
      return state != null && FAILED.matcher(state).find();
    }

    /** Whether it is gone, although the API still shows it. */
    public boolean deleted() {
      return "DELETED".equals(state);
    }

    public boolean active() {
      return "ACTIVE".equals(state);
    }

    public boolean deleting() {
      return "DELETING".equals(state);
    }

    /** The endpoint that TiDB Cloud created, once the API shows it. */
    public Optional<String> endpointId() {
      return Optional.ofNullable(alicloudEndpointService)
          .map(EndpointService::endpointId)
          .filter(id -> !id.isBlank());
    }

    /** The managed domains, where they are attached. */
    public Optional<AttachedDomain> managedDomains() {
      return attachedDomains == null
          ? Optional.empty()
          : attachedDomains.stream().filter(d -> MANAGED_DOMAINS.equals(d.type())).findFirst();
    }
  }

  /** The endpoint service that the connection leads to, and TiDB Cloud's endpoint at it. */
  public record EndpointService(@Nullable String name, @Nullable String endpointId) {}

  /** Domains under one unique name. */
  public record AttachedDomain(
      @Nullable String attachDomainId,
      @Nullable String type,
      @Nullable String uniqueName,
      @Nullable List<Domain> domains) {

    /** The names of the domains that did not fail; empty where the API returned none. */
    public List<String> names() {
      return all().stream().filter(domain -> !domain.failed()).map(Domain::name).toList();
    }

    /** The domains with their unique name; empty where the API returned no unique name. */
    public Optional<BrokerDomains> domainsOfBrokers() {
      return Optional.ofNullable(uniqueName)
          .filter(name -> !name.isBlank())
          .map(name -> new BrokerDomains(name, names()));
    }

    /** The domains that failed, as the end of a text; empty where none did. */
    public String failures() {
      return all().stream()
          .filter(Domain::failed)
          .map(domain -> "; " + domain.name() + " is " + domain.state() + ": " + domain.message())
          .collect(Collectors.joining());
    }

    private List<Domain> all() {
      return domains == null ? List.of() : domains;
    }
  }

  /**
   * One domain, e.g. {@code *.<unique name>.alicloud.plc.tidbcloud.com}.
   *
   * @param state free text, e.g. {@code ACTIVE}
   * @param message why it failed
   */
  public record Domain(String name, @Nullable String state, @Nullable String message) {

    boolean failed() {
      return state != null && state.toUpperCase(Locale.ROOT).contains("FAIL");
    }
  }

  private record Page(
      @Nullable List<Connection> privateLinkConnections, @Nullable String nextPageToken)
      implements Pages.Page<Connection> {
    @Override
    public @Nullable List<Connection> items() {
      return privateLinkConnections;
    }
  }

  private record Empty() {}

  private final TidbCloud cloud;
  private final String credential;
  private final String clusterId;

  public PrivateLinkConnections(TidbCloud cloud, String credential, String clusterId) {
    this.cloud = cloud;
    this.credential = credential;
    this.clusterId = clusterId;
  }

  /** Empty where the API key sees no such cluster. */
  public Optional<Cluster> cluster() {
    return cloud.find(credential, TidbCloud.cluster(clusterId, "?view=FULL"), Cluster.class);
  }

  /** Where TiDB Cloud connects from. */
  public AvailabilityZones availabilityZones() {
    AvailabilityZones zones =
        cloud.get(credential, path(":getAvailabilityZones"), AvailabilityZones.class);
    var unused = Pages.identified(zones, AvailabilityZones::accountId);
    return zones;
  }

  /** The connections with this name that lead to this endpoint service; the oldest first. */
  public List<Connection> matching(String displayName, String serviceName) {
    return named(displayName).stream()
        .filter(c -> c.serviceName().equals(Optional.of(serviceName)))
        .toList();
  }

  /** The connections to Alibaba Cloud with this name; the oldest first. */
  public List<Connection> named(String displayName) {
    return list().stream()
        .filter(c -> !c.deleted())
        .filter(c -> displayName.equals(c.displayName()) && ALIBABA_TYPE.equals(c.type()))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  private List<Connection> list() {
    return Pages.all(
        query -> cloud.get(credential, path(query), Page.class),
        Connection::privateLinkConnectionId);
  }

  /** Empty where there is no such connection. */
  public Optional<Connection> find(String id) {
    return cloud
        .find(credential, path("/" + id), Connection.class)
        .map(PrivateLinkConnections::identified)
        .filter(connection -> !connection.deleted());
  }

  /** Creates a connection. The API takes no client token. */
  public Connection create(String displayName, String serviceName) {
    Map<String, Object> connection =
        Map.of(
            "clusterId",
            clusterId,
            "displayName",
            displayName,
            "type",
            ALIBABA_TYPE,
            "alicloudEndpointService",
            Map.of("name", serviceName));
    return identified(
        cloud.post(
            credential, path(""), Map.of("privateLinkConnection", connection), Connection.class));
  }

  private static Connection identified(Connection connection) {
    var unused = Pages.identified(connection, Connection::privateLinkConnectionId);
    return connection;
  }

  /** Asks which domains the API would attach, under a new unique name. Attaches nothing. */
  public AttachedDomain previewDomains(String id) {
    return attach(id, "", true);
  }

  /** Attaches the managed domains of this unique name. */
  public AttachedDomain attachDomains(String id, String uniqueName) {
    return attach(id, uniqueName, false);
  }

  private AttachedDomain attach(String id, String uniqueName, boolean validateOnly) {
    return cloud.post(
        credential,
        path("/" + id + ":attachDomains"),
        Map.of(
            "attachDomain",
            Map.of("type", MANAGED_DOMAINS, "uniqueName", uniqueName),
            "validateOnly",
            validateOnly),
        AttachedDomain.class);
  }

  /** Detaches domains. Those that do not exist count as detached. */
  public void detachDomains(String id, String attachDomainId) {
    try {
      cloud.post(
          credential,
          path("/" + id + ":detachDomains"),
          Map.of("attachDomainId", attachDomainId),
          Empty.class);
    } catch (TidbCloudException e) {
      if (!e.is(TidbCloudException.Kind.NOT_FOUND)) {
        throw e;
      }
    }
  }

  /** Starts to delete a connection. One that does not exist counts as deleted. */
  public void delete(String id) {
    cloud.delete(credential, path("/" + id));
  }

  private String path(String rest) {
    return TidbCloud.cluster(clusterId, "/privateLinkConnections" + rest);
  }
}
