package dev.linkspan.probe.listeners;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.cluster.BrokerConfig;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AlterListenersResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Changes the dynamic listener configs of a running broker (KIP-226). This has an effect in
 * ZooKeeper mode only: in KRaft mode a broker registers its listeners once, when it starts.
 */
public final class ListenerChange {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_READS = Duration.ofMillis(300);
  private static final String DYNAMIC = ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG.name();

  private final Admin admin;
  private final AlterListenersRequest request;

  private ListenerChange(Admin admin, AlterListenersRequest request) {
    this.admin = admin;
    this.request = request;
  }

  /**
   * Returns when the broker shows the change.
   *
   * @throws IllegalArgumentException if the request names other configs, or one of them twice
   * @throws IllegalStateException if the cluster runs in KRaft mode, or if the broker does not show
   *     the change within 30 seconds
   * @throws ExecutionException if Kafka refuses the change, with the reason as its cause
   */
  public static AlterListenersResult run(AlterListenersRequest request)
      throws ExecutionException, InterruptedException {
    validate(request);
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      AlterListenersRequest resolved =
          resolved(request, BrokerConfig.read(admin, request.nodeId()));
      ListenerChange change = new ListenerChange(admin, resolved);
      change.refuseKraft();
      String listener = Objects.requireNonNullElse(request.listener(), BrokerConfig.EXTERNAL);
      if (!request.clear().isEmpty() && !change.read().onlyAdds(listener)) {
        return change.result(change.read());
      }
      change.apply();
      return change.result(change.waitUntilShown());
    }
  }

  static void validate(AlterListenersRequest request) {
    Set<String> keys = new TreeSet<>(request.set().keySet());
    keys.addAll(request.clear());
    if (keys.isEmpty() || keys.size() < request.set().size() + request.clear().size()) {
      throw new IllegalArgumentException("name each listener config once, in set or in clear");
    }
    keys.removeAll(BrokerConfig.LISTENER_KEYS);
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException(keys + " are not among " + BrokerConfig.LISTENER_KEYS);
    }
  }

  /**
   * The request with what the broker runs with in place of entries whose placeholders a config
   * provider replaces: a dynamic config is shown and compared as it is.
   */
  static AlterListenersRequest resolved(AlterListenersRequest request, BrokerConfig running) {
    Map<String, String> set = new TreeMap<>(request.set());
    set.replaceAll((key, value) -> value.contains("${") ? resolved(key, value, running) : value);
    return new AlterListenersRequest(
        request.bootstrap(), request.nodeId(), set, request.clear(), request.listener());
  }

  private static String resolved(String key, String value, BrokerConfig running) {
    return BrokerConfig.entries(value)
        .map(entry -> entry.contains("${") ? running.entry(key, entry) : entry)
        .collect(Collectors.joining(","));
  }

  private void refuseKraft() throws InterruptedException {
    try {
      var unused = admin.describeMetadataQuorum().quorumInfo().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        return;
      }
      throw new IllegalStateException(
          "cannot determine whether the cluster uses ZooKeeper: " + ErrorText.of(e), e);
    }
    throw new IllegalStateException(
        "the cluster runs in KRaft mode, where listeners change only when a broker restarts");
  }

  private void apply() throws ExecutionException, InterruptedException {
    List<AlterConfigOp> operations = new ArrayList<>();
    request
        .set()
        .forEach(
            (key, value) ->
                operations.add(
                    new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    for (String key : request.clear()) {
      operations.add(new AlterConfigOp(new ConfigEntry(key, null), AlterConfigOp.OpType.DELETE));
    }
    var resource = BrokerConfig.resource(request.nodeId());
    admin.incrementalAlterConfigs(Map.of(resource, operations)).all().get();
  }

  private BrokerConfig waitUntilShown() throws ExecutionException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    BrokerConfig config = read();
    while (!shows(config, request)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "broker %d accepted the change but does not show it; it shows %s"
                .formatted(request.nodeId(), listenerConfigs(config.values())));
      }
      Thread.sleep(BETWEEN_READS.toMillis());
      config = read();
    }
    return config;
  }

  private AlterListenersResult result(BrokerConfig config) {
    return new AlterListenersResult(
        request.nodeId(), listenerConfigs(config.values()), listenerConfigs(config.sources()));
  }

  private BrokerConfig read() throws ExecutionException, InterruptedException {
    return BrokerConfig.read(admin, request.nodeId());
  }

  static boolean shows(BrokerConfig config, AlterListenersRequest request) {
    boolean set =
        request.set().entrySet().stream()
            .allMatch(
                wanted ->
                    config.value(wanted.getKey()).equals(wanted.getValue())
                        && DYNAMIC.equals(config.sources().get(wanted.getKey())));
    return set
        && request.clear().stream().noneMatch(key -> DYNAMIC.equals(config.sources().get(key)));
  }

  private static Map<String, String> listenerConfigs(Map<String, String> all) {
    Map<String, String> listeners = new TreeMap<>(all);
    listeners.keySet().retainAll(BrokerConfig.LISTENER_KEYS);
    return listeners;
  }
}
