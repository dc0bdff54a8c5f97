package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.privatelink.EndpointConnections;
import dev.linkspan.sandbox.privatelink.PrivateLink;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.tidbcloud.Clusters.Cluster;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The TiDB Cloud API under {@code /v1beta1/}, behind {@link DigestAuthHandler}. Every call is one
 * transaction of the store.
 */
public final class TidbCloud implements Handler {
  private static final int NOT_FOUND = 5;

  private final Store store;
  private final Settings settings;
  private final Connections connections;
  private final AttachedDomains domains;
  private final ChangefeedActions changefeeds;
  private final ChangefeedReconciler runs;
  private final ConnectionReconciler progress;

  public TidbCloud(
      Store store,
      Transitions transitions,
      PrivateLink privateLink,
      ChangefeedRunner runner,
      Settings settings) {
    VpcEndpoints endpoints = privateLink.endpoints();
    this.store = store;
    this.settings = settings;
    connections = new Connections(store, transitions, settings, endpoints);
    domains = new AttachedDomains(store, settings);
    runs = new ChangefeedReconciler(store, runner);
    changefeeds = new ChangefeedActions(store, settings, connections, runs);
    progress = new ConnectionReconciler(store, transitions, settings, endpoints);
    transitions.onChange(
        Connections.TYPE, (connection, old) -> progress.reconcile(connection.id()));
    transitions.onChange(
        EndpointConnections.TYPE, (link, old) -> progress.reconcileEndpoint(link.id()));
  }

  /** Resumes the work of the previous run. Call this method after all products are added. */
  public void start() {
    progress.reconcileAll();
    runs.reconcile();
  }

  /** Lets a running changefeed fail; returns false if there is none with this ID. */
  public boolean failChangefeed(String id) {
    return runs.fail(id);
  }

  /** Returns the name of a request's operation, for the log of calls and for faults. */
  public static String operationName(Request request) {
    return Operation.of(request.method(), request.path()).map(Operation::name).orElse("Unknown");
  }

  /** Returns the body of an injected error. */
  public static Object errorBody(String code, String message) {
    int number = code.matches("\\d{1,9}") ? Integer.parseInt(code) : 13;
    return DigestAuthHandler.status(number, message);
  }

  @Override
  public Reply handle(Request request) {
    try {
      Operation operation =
          Operation.of(request.method(), request.path())
              .orElseThrow(() -> new TidbCloudError(404, NOT_FOUND, "no such method or path"));
      if (operation.name().equals("TestChangefeed")) {
        return Reply.json(200, perform(operation, request));
      }
      return Reply.json(200, store.inTransaction(() -> perform(operation, request)));
    } catch (TidbCloudError e) {
      return Reply.json(e.status(), DigestAuthHandler.status(e.code(), e.getMessage()));
    }
  }

  private Map<String, Object> perform(Operation operation, Request request) {
    return switch (operation.name()) {
      case "ListClusters" -> clusters(request.queryParameters());
      case "ListRegions" -> Fields.of("regions", Regions.list(request.queryParameters()));
      case "ListProjects" -> projects();
      default -> onCluster(operation, request);
    };
  }

  private Map<String, Object> onCluster(Operation operation, Request request) {
    Cluster cluster =
        Clusters.find(operation.clusterId())
            .orElseThrow(() -> TidbCloudError.notFound("cluster", operation.clusterId()));
    String id = operation.id();
    return switch (operation.name()) {
      case "GetCluster" -> cluster.view(request.queryParameters().getOrDefault("view", "FULL"));
      case "GetAvailabilityZones" -> connections.zones(cluster);
      case "ListPrivateLinkConnections" -> connections.list(cluster, request.queryParameters());
      case "CreatePrivateLinkConnection" -> connect(cluster, body(request));
      case "GetPrivateLinkConnection" -> connections.get(cluster, id);
      case "DeletePrivateLinkConnection" -> connections.delete(cluster, id);
      case "AttachDomains" -> domains.attach(connections.find(cluster, id), body(request));
      case "DetachDomains" -> domains.detach(connections.find(cluster, id), body(request));
      default -> onChangefeed(operation, cluster, request);
    };
  }

  private Map<String, Object> connect(Cluster cluster, Map<String, Object> body) {
    Map<String, Object> created = connections.create(cluster, body);
    if (!settings.text(Setting.ENDPOINT_ID).equals("early")) {
      return created;
    }
    String id = String.valueOf(created.get("privateLinkConnectionId"));
    progress.hurry(id);
    return connections.get(cluster, id);
  }

  private Map<String, Object> onChangefeed(Operation operation, Cluster cluster, Request request) {
    String id = operation.id();
    changefeeds.requireEnabled();
    return switch (operation.name()) {
      case "ListChangefeeds" -> changefeeds.list(cluster, request.queryParameters());
      case "CreateChangefeed" -> changefeeds.create(cluster, body(request));
      case "TestChangefeed" -> changefeeds.test(cluster, body(request));
      case "GetChangefeed" -> changefeeds.get(cluster, id);
      case "DeleteChangefeed" -> changefeeds.delete(cluster, id);
      case "UpdateChangefeed" -> changefeeds.update(cluster, id, body(request));
      case "StartChangefeed" -> changefeeds.start(cluster, id);
      case "StopChangefeed" -> changefeeds.stop(cluster, id);
      default -> throw new IllegalStateException("unknown operation " + operation.name());
    };
  }

  private static Map<String, Object> clusters(Map<String, String> query) {
    ClusterFilter filter = ClusterFilter.parse(query.getOrDefault("filter", ""));
    List<Map<String, Object>> found =
        Clusters.all().stream().filter(filter::matches).map(Cluster::toJson).toList();
    return TokenPages.page("clusters", found, query, 10);
  }

  private static Map<String, Object> projects() {
    Map<String, Object> project =
        Fields.of(
            "id",
            Clusters.PROJECT,
            "name",
            "default",
            "org_id",
            "1",
            "cluster_count",
            Clusters.all().size(),
            "user_count",
            1,
            "create_timestamp",
            "1752566400");
    return Fields.of("projects", List.of(project));
  }

  private static Map<String, Object> body(Request request) {
    try {
      return Json.object(request.body());
    } catch (UncheckedIOException e) {
      throw TidbCloudError.invalid("the body has to be a JSON object");
    }
  }
}
