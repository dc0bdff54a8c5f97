package dev.linkspan.activities.tidbcloud;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The private link connections of one cluster (v1beta1), and the cluster itself. */
public final class PrivateLinkConnections {
  public static final String ALIBABA_TYPE = "ALICLOUD_ENDPOINT_SERVICE";
  public static final String MANAGED_DOMAINS = "TIDBCLOUD_MANAGED";

  public static final Comparator<Connection> OLDEST_FIRST =
      comparing(Connection::createTime, nullsLast(naturalOrder()))
          .thenComparing(Connection::privateLinkConnectionId);

  private static final int LARGEST_PAGE = 100;

  /**
   * @param clusterPlan {@code STARTER} or {@code ESSENTIAL}
   * @param servicePlan the newer spelling, e.g. {@code Essential}
   */
  public record Cluster(
      String clusterId,
      String displayName,
      String state,
      Region region,
      String clusterPlan,
      String servicePlan) {}

  /**
   * @param regionId e.g. {@code alicloud-ap-southeast-1}
   */
  public record Region(String cloudProvider, String provider, String regionId, String name) {}

  /** The account and the zones that the cluster's dataflow connects from. */
  public record Zones(String accountId, List<String> azIds) {}

  /**
   * @param state {@code CREATING}, {@code PENDING_ACCEPTANCE}, {@code ACTIVE}, {@code FAILED} or
   *     {@code DELETING}; others may come
   */
  public record Connection(
      String privateLinkConnectionId,
      String displayName,
      String type,
      String state,
      String message,
      String createTime,
      EndpointService alicloudEndpointService,
      List<AttachedDomain> attachedDomains) {

    public boolean failed() {
      return "FAILED".equals(state);
    }

    public boolean active() {
      return "ACTIVE".equals(state);
    }

    public boolean deleting() {
      return "DELETING".equals(state);
    }

    /** The endpoint that TiDB Cloud made, once it is known. */
    public Optional<String> endpointId() {
      return Optional.ofNullable(alicloudEndpointService)
          .map(EndpointService::endpointId)
          .filter(id -> !id.isBlank());
    }

    /** The managed domains, if they are attached. */
    public Optional<AttachedDomain> managedDomains() {
      return attachedDomains == null
          ? Optional.empty()
          : attachedDomains.stream().filter(d -> MANAGED_DOMAINS.equals(d.type())).findFirst();
    }
  }

  /** What the connection leads to. */
  public record EndpointService(String name, String endpointId) {}

  /** Domains under one unique name. */
  public record AttachedDomain(
      String attachDomainId, String type, String uniqueName, List<Domain> domains) {}

  /** One domain, e.g. {@code *.<unique name>.alicloud.plc.tidbcloud.com}. */
  public record Domain(String name, String state, String message) {}

  private record Page(List<Connection> privateLinkConnections, String nextPageToken) {}

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
    return cloud.find(credential, TidbCloud.cluster(clusterId, ""), Cluster.class);
  }

  public Zones zones() {
    return cloud.get(credential, path(":getAvailabilityZones"), Zones.class);
  }

  /** Those with this name that lead to this endpoint service; the oldest first. */
  public List<Connection> matching(String displayName, String serviceName) {
    return list().stream()
        .filter(c -> displayName.equals(c.displayName()) && ALIBABA_TYPE.equals(c.type()))
        .filter(
            c ->
                c.alicloudEndpointService() != null
                    && serviceName.equals(c.alicloudEndpointService().name()))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  private List<Connection> list() {
    List<Connection> all = new ArrayList<>();
    String token = "";
    do {
      String query =
          "?pageSize="
              + LARGEST_PAGE
              + (token.isEmpty()
                  ? ""
                  : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
      Page page = cloud.get(credential, path(query), Page.class);
      if (page.privateLinkConnections() != null) {
        all.addAll(page.privateLinkConnections());
      }
      token = page.nextPageToken() == null ? "" : page.nextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  public Optional<Connection> find(String id) {
    return cloud.find(credential, path("/" + id), Connection.class);
  }

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
    return cloud.post(
        credential, path(""), Map.of("privateLinkConnection", connection), Connection.class);
  }

  /** What would be attached: a fresh unique name. */
  public AttachedDomain preview(String id) {
    return attach(id, "", true);
  }

  public AttachedDomain attach(String id, String uniqueName) {
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

  public void detach(String id, String attachDomainId) {
    cloud.post(
        credential,
        path("/" + id + ":detachDomains"),
        Map.of("attachDomainId", attachDomainId),
        Empty.class);
  }

  public void delete(String id) {
    cloud.delete(credential, path("/" + id));
  }

  private String path(String rest) {
    return TidbCloud.cluster(clusterId, "/privateLinkConnections" + rest);
  }
}
