package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.tidbcloud.Clusters.Cluster;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The operations on changefeeds. */
final class ChangefeedActions {
  static final String TYPE = "changefeed";
  static final String CREATING = "CREATING";
  static final String PAUSED = "PAUSED";

  /** States from which a caller can start a changefeed. */
  private static final List<String> RESUMABLE = List.of(PAUSED, "RUNNING_FAILED");

  private static final int MAX_CHANGEFEEDS = 10;

  private final Store store;
  private final Settings settings;
  private final Connections connections;
  private final ChangefeedReconciler runs;

  ChangefeedActions(
      Store store, Settings settings, Connections connections, ChangefeedReconciler runs) {
    this.store = store;
    this.settings = settings;
    this.connections = connections;
    this.runs = runs;
  }

  /**
   * Checks that the feature is enabled.
   *
   * @throws TidbCloudError if it is not
   */
  void requireEnabled() {
    if (!settings.flag(Setting.CHANGEFEEDS_ENABLED)) {
      throw TidbCloudError.permissionDenied("permission denied: changefeed");
    }
  }

  Map<String, Object> create(Cluster cluster, Map<String, Object> body) {
    KafkaDestination destination = KafkaDestination.of(body.get("sink"));
    if (!(body.get("filter") instanceof Map<?, ?> filter)) {
      throw TidbCloudError.invalid("filter is required");
    }
    requireUsable(cluster, destination);
    long existing = of(cluster).stream().filter(c -> !c.is(Connections.DELETED)).count();
    if (existing >= MAX_CHANGEFEEDS) {
      String message = "a cluster has at most " + MAX_CHANGEFEEDS + " changefeeds";
      throw settings.flag(Setting.QUOTA_EXHAUSTS)
          ? TidbCloudError.resourceExhausted(message)
          : TidbCloudError.failedPrecondition(message);
    }
    String id = store.newId("cf");
    String name = body.get("displayName") instanceof String text ? text : id;
    Resource changefeed =
        Resource.of(TYPE, id, Connections.ACCOUNT, cluster.region(), name)
            .withStatus(CREATING)
            .with("clusterId", cluster.id())
            .with("connectionId", destination.connectionId())
            .with("sink", new JsonObject(body).value("sink"))
            .with("filter", filter)
            .with("startPosition", body.getOrDefault("startPosition", Map.of("mode", "FROM_NOW")))
            .with("error", "");
    store.put(changefeed);
    store.afterCommit(runs::reconcile);
    return view(changefeed);
  }

  private Resource requireUsable(Cluster cluster, KafkaDestination destination) {
    Resource connection = connections.find(cluster, destination.connectionId());
    if (!connection.is(Connections.ACTIVE)) {
      throw TidbCloudError.failedPrecondition(
          "private link connection is " + connection.status() + ", not ACTIVE");
    }
    if (AttachedDomains.of(connection).isEmpty()) {
      throw TidbCloudError.failedPrecondition("the private link connection has no domain attached");
    }
    return connection;
  }

  /**
   * Tests a sink.
   *
   * @return an empty object
   * @throws TidbCloudError if the bootstrap port cannot be reached through the endpoint
   */
  Map<String, Object> test(Cluster cluster, Map<String, Object> body) {
    KafkaDestination destination = KafkaDestination.of(body.get("sink"));
    Resource connection = requireUsable(cluster, destination);
    runs.requireReachable(connection, destination.bootstrapPort());
    return Fields.of();
  }

  Map<String, Object> list(Cluster cluster, Map<String, String> query) {
    List<Map<String, Object>> all = of(cluster).stream().map(ChangefeedActions::view).toList();
    return TokenPages.page("changefeeds", all, query, 10);
  }

  private List<Resource> of(Cluster cluster) {
    return store.all(TYPE).stream()
        .filter(changefeed -> changefeed.text("clusterId").equals(cluster.id()))
        .toList();
  }

  private Resource find(Cluster cluster, String id) {
    return store
        .find(TYPE, id)
        .filter(changefeed -> changefeed.text("clusterId").equals(cluster.id()))
        .orElseThrow(() -> TidbCloudError.notFound("changefeed", id));
  }

  Map<String, Object> get(Cluster cluster, String id) {
    return view(find(cluster, id));
  }

  Map<String, Object> delete(Cluster cluster, String id) {
    Resource changefeed = find(cluster, id);
    if (settings.flag(Setting.DELETED_STAYS_VISIBLE)) {
      store.put(changefeed.withStatus(Connections.DELETED));
    } else {
      store.remove(TYPE, id);
    }
    store.afterCommit(runs::reconcile);
    return view(changefeed.withStatus("DELETED"));
  }

  Map<String, Object> update(Cluster cluster, String id, Map<String, Object> body) {
    Resource changefeed = find(cluster, id);
    if (!changefeed.is(PAUSED)) {
      throw TidbCloudError.failedPrecondition("only a paused changefeed can be changed");
    }
    KafkaDestination wanted = KafkaDestination.of(body.get("sink"));
    if (!wanted.connectionId().equals(changefeed.text("connectionId"))) {
      throw TidbCloudError.invalid("the connection of a changefeed cannot be changed");
    }
    if (!(body.get("filter") instanceof Map<?, ?> filter)) {
      throw TidbCloudError.invalid("filter is required");
    }
    String name = body.get("displayName") instanceof String text ? text : changefeed.name();
    return view(
        store.put(
            changefeed
                .withName(name)
                .with("sink", new JsonObject(body).value("sink"))
                .with("filter", filter)));
  }

  Map<String, Object> start(Cluster cluster, String id) {
    Resource changefeed = find(cluster, id);
    if (!RESUMABLE.contains(changefeed.status())) {
      throw TidbCloudError.failedPrecondition("changefeed is " + changefeed.status());
    }
    requireUsable(cluster, KafkaDestination.of(changefeed.object("sink")));
    return settled(changefeed, CREATING);
  }

  Map<String, Object> stop(Cluster cluster, String id) {
    Resource changefeed = find(cluster, id);
    if (!ChangefeedReconciler.RUNS.contains(changefeed.status())) {
      throw TidbCloudError.failedPrecondition("changefeed is " + changefeed.status());
    }
    return settled(changefeed, PAUSED);
  }

  private Map<String, Object> settled(Resource changefeed, String state) {
    Resource changed =
        store.put(Checkpoint.stopped(changefeed).with("error", "").withStatus(state));
    store.afterCommit(runs::reconcile);
    return view(changed);
  }

  private static Map<String, Object> view(Resource changefeed) {
    String made = changefeed.createdAt().truncatedTo(ChronoUnit.SECONDS).toString();
    return Fields.of(
        "changefeedId",
        changefeed.id(),
        "clusterId",
        changefeed.text("clusterId"),
        "displayName",
        changefeed.name(),
        "state",
        changefeed.status(),
        "error",
        changefeed.text("error"),
        "sink",
        changefeed.object("sink"),
        "filter",
        changefeed.object("filter"),
        "startPosition",
        changefeed.object("startPosition"),
        "checkpoint",
        Checkpoint.view(changefeed),
        "createTime",
        made,
        "updateTime",
        made);
  }
}
