package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.tidbcloud.Clusters.Cluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The operations on private link connections. */
final class Connections {
  static final String TYPE = "privatelinkconnection";

  /** TiDB Cloud's account at Alibaba Cloud. */
  static final String ACCOUNT = "5500000000000001";

  static final String CREATING = "CREATING";
  static final String PENDING_ACCEPTANCE = "PENDING_ACCEPTANCE";
  static final String ACTIVE = "ACTIVE";
  static final String FAILED = "FAILED";
  static final String DELETING = "DELETING";
  static final String DELETED = "DELETED";

  private static final String ALIBABA = "ALICLOUD_ENDPOINT_SERVICE";

  private final Store store;
  private final Transitions transitions;
  private final Settings settings;
  private final VpcEndpoints endpoints;

  Connections(Store store, Transitions transitions, Settings settings, VpcEndpoints endpoints) {
    this.store = store;
    this.transitions = transitions;
    this.settings = settings;
    this.endpoints = endpoints;
  }

  Map<String, Object> zones(Cluster cluster) {
    requireAlibaba(cluster);
    return Fields.of("accountId", ACCOUNT, "azIds", zonesOf(cluster, settings));
  }

  /** Returns the zones from which the dataflow of a cluster connects. */
  static List<String> zonesOf(Cluster cluster, Settings settings) {
    String chosen = settings.text(Setting.ZONES);
    return chosen.isEmpty() ? cluster.zones() : List.of(chosen.split(",", -1));
  }

  Map<String, Object> create(Cluster cluster, Map<String, Object> body) {
    if (!(body.get("privateLinkConnection") instanceof Map<?, ?> wanted)) {
      throw TidbCloudError.invalid("privateLinkConnection is required");
    }
    String displayName = text(wanted, "displayName");
    String type = text(wanted, "type");
    requireUsable(cluster);
    if (displayName.isEmpty()) {
      throw TidbCloudError.invalid("displayName is required");
    }
    if (!type.equals(ALIBABA)) {
      throw TidbCloudError.invalid(
          "type \"" + type + "\" does not fit a cluster on " + cluster.provider());
    }
    String named = text(wanted, "clusterId");
    if (!named.isEmpty() && !named.equals(cluster.id())) {
      throw TidbCloudError.invalid("clusterId differs from the path");
    }
    String service =
        wanted.get("alicloudEndpointService") instanceof Map<?, ?> map ? text(map, "name") : "";
    if (!service.matches("com\\.aliyuncs\\.privatelink\\.[a-z0-9-]+\\.epsrv-[a-z0-9]+")) {
      throw TidbCloudError.invalid("alicloudEndpointService.name is missing or malformed");
    }
    refuseDuplicate(cluster, displayName);
    Resource connection =
        Resource.of(TYPE, store.newId("plc"), ACCOUNT, cluster.region(), displayName)
            .with("clusterId", cluster.id())
            .with("serviceName", service)
            .with("endpointId", "")
            .with("zones", List.of())
            .with("message", "")
            .with("attachedDomains", List.of());
    return view(
        transitions.begin(connection, CREATING, PENDING_ACCEPTANCE, Duration.ofMillis(1500)), true);
  }

  private void refuseDuplicate(Cluster cluster, String displayName) {
    if (settings.flag(Setting.REFUSE_DUPLICATE_NAMES)
        && of(cluster).stream().anyMatch(other -> other.name().equals(displayName))) {
      throw TidbCloudError.conflict("displayName \"" + displayName + "\" is in use");
    }
  }

  private static void requireAlibaba(Cluster cluster) {
    if (!cluster.onAlibabaCloud()) {
      throw TidbCloudError.failedPrecondition(
          "cluster " + cluster.id() + " is on " + cluster.provider() + ", not on alicloud");
    }
  }

  private static void requireUsable(Cluster cluster) {
    requireAlibaba(cluster);
    if (!cluster.plan().equals("ESSENTIAL")) {
      throw TidbCloudError.failedPrecondition("private link connections need the plan ESSENTIAL");
    }
    if (!cluster.state().equals("ACTIVE")) {
      throw TidbCloudError.failedPrecondition("cluster " + cluster.id() + " is " + cluster.state());
    }
  }

  private static String text(Map<?, ?> map, String key) {
    return map.get(key) instanceof String text ? text : "";
  }

  Map<String, Object> list(Cluster cluster, Map<String, String> query) {
    String state = query.getOrDefault("state", "");
    boolean hidden = settings.flag(Setting.LISTS_HIDE_CONNECTIONS);
    List<Resource> found =
        of(cluster).stream().filter(c -> !hidden && (state.isEmpty() || c.is(state))).toList();
    return TokenPages.page(
        "privateLinkConnections", found.stream().map(c -> view(c, false)).toList(), query, 10);
  }

  private List<Resource> of(Cluster cluster) {
    return store.all(TYPE).stream()
        .filter(connection -> connection.text("clusterId").equals(cluster.id()))
        .toList();
  }

  Resource find(Cluster cluster, String id) {
    return store
        .find(TYPE, id)
        .filter(connection -> connection.text("clusterId").equals(cluster.id()))
        .orElseThrow(() -> TidbCloudError.notFound("private link connection", id));
  }

  Map<String, Object> get(Cluster cluster, String id) {
    return view(find(cluster, id), true);
  }

  Map<String, Object> delete(Cluster cluster, String id) {
    Resource connection = find(cluster, id);
    boolean used =
        store.all(ChangefeedActions.TYPE).stream()
            .anyMatch(feed -> feed.text("connectionId").equals(id) && !feed.is(DELETED));
    if (used) {
      throw TidbCloudError.failedPrecondition("a changefeed uses the private link connection");
    }
    if (connection.is(DELETING) || connection.is(DELETED)) {
      return view(connection, true);
    }
    endpoints.delete(connection.text("endpointId"));
    String end = settings.flag(Setting.DELETED_STAYS_VISIBLE) ? DELETED : Resource.GONE;
    return view(transitions.begin(connection, DELETING, end, Duration.ofMillis(1500)), true);
  }

  /** Returns a view of a connection. Only the single response has the attached domains. */
  private Map<String, Object> view(Resource connection, boolean single) {
    boolean late = settings.text(Setting.ENDPOINT_ID).equals("late") && !connection.is(ACTIVE);
    String endpointId = late ? "" : connection.text("endpointId");
    Map<String, Object> service =
        Fields.of(
            "name",
            connection.text("serviceName"),
            "endpointId",
            endpointId.isEmpty() ? null : endpointId,
            "availabilityZoneIds",
            connection.texts("zones"));
    String made = connection.createdAt().toString();
    Map<String, Object> view =
        Fields.of(
            "privateLinkConnectionId",
            connection.id(),
            "clusterId",
            connection.text("clusterId"),
            "displayName",
            connection.name(),
            "type",
            ALIBABA,
            "state",
            shown(connection.status()),
            "message",
            connection.text("message"),
            "createdBy",
            "sandbox",
            "createTime",
            made,
            "updateTime",
            connection.text("updateTime").isEmpty() ? made : connection.text("updateTime"),
            "alicloudEndpointService",
            service);
    if (single) {
      view.put("attachedDomains", AttachedDomains.of(connection));
    }
    return view;
  }

  /** The name of a state that the settings give it, or its own. */
  private String shown(String state) {
    return Arrays.stream(settings.text(Setting.CONNECTION_STATES).split(",", -1))
        .map(String::strip)
        .filter(renamed -> renamed.startsWith(state + "="))
        .map(renamed -> renamed.substring(state.length() + 1))
        .findFirst()
        .orElse(state);
  }
}
