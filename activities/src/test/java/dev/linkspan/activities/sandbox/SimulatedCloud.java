package dev.linkspan.activities.sandbox;

import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import dev.linkspan.sandbox.control.CallLog;
import dev.linkspan.sandbox.control.Faults;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.ecs.PublicAddresses;
import dev.linkspan.sandbox.forwarding.Backend;
import dev.linkspan.sandbox.forwarding.EndpointForwarding;
import dev.linkspan.sandbox.forwarding.Health;
import dev.linkspan.sandbox.forwarding.HealthCheck;
import dev.linkspan.sandbox.forwarding.ListenerForwarding;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.nlb.Nlb;
import dev.linkspan.sandbox.privatelink.PrivateLink;
import dev.linkspan.sandbox.rpc.RpcApi;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.signature.Credentials;
import dev.linkspan.sandbox.signature.Signatures;
import dev.linkspan.sandbox.state.Scheduler;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.sts.StsProduct;
import dev.linkspan.sandbox.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.vpc.Addresses;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sandbox's model of both clouds, without files, sockets, machines and processes, and with a
 * given clock.
 */
public final class SimulatedCloud implements AutoCloseable {
  public static final String ACCESS_KEY_ID = "test-id";
  public static final String ACCESS_KEY_SECRET = "test-secret";

  private final Store store = Store.inMemory();
  private final CallLog calls = CallLog.inMemory();
  private final Transitions transitions;
  private final RpcApi api;
  private final TidbCloud tidbCloud;

  public SimulatedCloud(Scheduler time) {
    this(time, 1);
  }

  /**
   * Creates the clouds.
   *
   * @param slowness how many times as long as in the sandbox each change of a state takes
   */
  public SimulatedCloud(Scheduler time, double slowness) {
    transitions = new Transitions(store, slowness, time);
    Credentials credentials =
        id ->
            id.equals(ACCESS_KEY_ID)
                ? Optional.of(new Credentials.Key(Regions.OWN_ACCOUNT, ACCESS_KEY_SECRET))
                : Optional.empty();
    api =
        new RpcApi(
            new Signatures(credentials, Clock.systemUTC()),
            store,
            new Faults(),
            calls,
            new Breakpoints());
    Addresses addresses = new Addresses(store);
    Settings settings = new Settings(store);
    PrivateLink privateLink =
        new PrivateLink(store, transitions, new NoWires(), addresses, settings, "10.200.0.11");
    tidbCloud = new TidbCloud(store, transitions, privateLink, new NoProducers(), settings);
    api.add(new StsProduct());
    api.add(new VpcProduct(store, transitions, addresses));
    api.add(
        new EcsProduct(
            store,
            transitions,
            addresses,
            new PublicAddresses(store, "192.0.2.1"),
            new NoMachines(),
            22));
    api.add(new Nlb(store, transitions, new AllHealthy(), addresses));
    api.add(privateLink);
  }

  /** Answers a request, to either cloud. */
  public Reply handle(Request request) {
    if (!request.path().startsWith("/v1beta1/")) {
      return api.handle(request);
    }
    Reply reply = tidbCloud.handle(request);
    int status = reply instanceof Reply.Answer answer ? answer.status() : 0;
    calls.add("tidbcloud", tidbOperation(request), Map.of(), status, "");
    return reply;
  }

  /** The record of all requests, to both clouds. */
  public CallLog calls() {
    return calls;
  }

  /** The name of an operation of TiDB Cloud, e.g. {@code CreatePrivateLinkConnection}. */
  public static String tidbOperation(Request request) {
    return TidbCloud.operationName(request);
  }

  /** Calls an operation as a user of Alibaba Cloud's web console does. */
  public Map<String, Object> console(
      String version, String action, Map<String, String> parameters) {
    return api.perform(version, action, parameters);
  }

  /** The store of the resources, to read and change them without API calls. */
  public Store store() {
    return store;
  }

  @Override
  public void close() {
    transitions.close();
  }

  private static final class AllHealthy implements ListenerForwarding {
    private final Map<String, List<Backend>> listeners = new ConcurrentHashMap<>();

    @Override
    public void listen(
        String id, List<String> addresses, int port, HealthCheck check, List<Backend> backends) {
      listeners.put(id, backends);
    }

    @Override
    public void close(String id) {
      listeners.remove(id);
    }

    @Override
    public Map<Backend, Health> health(String id) {
      Map<Backend, Health> health = new ConcurrentHashMap<>();
      listeners.getOrDefault(id, List.of()).forEach(b -> health.put(b, Health.HEALTHY));
      return health;
    }
  }

  private static final class NoWires implements EndpointForwarding {
    @Override
    public void open(
        String endpointId,
        List<String> endpointAddresses,
        Map<Integer, List<String>> portToUpstreamAddresses) {}

    @Override
    public void close(String endpointId) {}
  }

  private static final class NoProducers implements ChangefeedRunner {
    @Override
    public void start(ChangefeedSpec spec, Consumer<Status> onStatus) {
      onStatus.accept(new Status(Status.State.RUNNING, ""));
    }

    @Override
    public void stop(String id) {}

    @Override
    public void close() {}
  }
}
