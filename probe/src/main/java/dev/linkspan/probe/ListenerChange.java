package dev.linkspan.probe;

import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AlterListenersResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Changes the listeners of a running broker (KIP-226). Only a broker with ZooKeeper does what it
 * says it does then: in KRaft its registration is sent once, at the start, from the file.
 */
final class ListenerChange {
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final long BETWEEN_READS_MILLIS = 300;

  /** The listener that TiDB Cloud comes in by. */
  static final String EXTERNAL = "EXTERNAL";

  private static final String OWN_DYNAMIC = ConfigEntry.ConfigSource.DYNAMIC_BROKER_CONFIG.name();

  private final Admin admin;
  private final AlterListenersRequest request;

  private ListenerChange(Admin admin, AlterListenersRequest request) {
    this.admin = admin;
    this.request = request;
  }

  static AlterListenersResult run(AlterListenersRequest request) throws Exception {
    validate(request);
    try (Admin admin = Clients.admin(request.bootstrap())) {
      ListenerChange change = new ListenerChange(admin, request);
      change.refuseKraft();
      if (change.keeps()) {
        return change.result(change.read());
      }
      change.apply();
      return change.awaitShown();
    }
  }

  static void validate(AlterListenersRequest request) {
    Set<String> keys = new TreeSet<>(request.set().keySet());
    keys.addAll(request.clear());
    if (keys.isEmpty() || keys.size() < request.set().size() + request.clear().size()) {
      throw new IllegalArgumentException("name each listener setting once, in set or in clear");
    }
    keys.removeAll(BrokerSettings.LISTENER_KEYS);
    if (!keys.isEmpty()) {
      throw new IllegalArgumentException(keys + " are not among " + BrokerSettings.LISTENER_KEYS);
    }
  }

  private boolean keeps() throws Exception {
    return !request.clear().isEmpty() && !read().onlyAdds(EXTERNAL);
  }

  private void refuseKraft() throws Exception {
    try {
      admin.describeMetadataQuorum().quorumInfo().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsupportedVersionException) {
        return;
      }
      throw new IllegalStateException(
          "cannot tell whether the cluster uses ZooKeeper: " + Problems.describe(e), e);
    }
    throw new IllegalStateException(
        "the cluster runs in KRaft mode, where listeners change with a restart only");
  }

  private void apply() throws Exception {
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
    admin
        .incrementalAlterConfigs(Map.of(BrokerSettings.resource(request.nodeId()), operations))
        .all()
        .get();
  }

  private AlterListenersResult awaitShown() throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    BrokerSettings seen = read();
    while (!shown(request, seen)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "broker %d took the change and does not show it: it says %s"
                .formatted(request.nodeId(), own(seen.values())));
      }
      Thread.sleep(BETWEEN_READS_MILLIS);
      seen = read();
    }
    return result(seen);
  }

  private AlterListenersResult result(BrokerSettings seen) {
    return new AlterListenersResult(request.nodeId(), own(seen.values()), own(seen.sources()));
  }

  private BrokerSettings read() throws Exception {
    var answers = BrokerSettings.ask(admin, List.of(request.nodeId()));
    return BrokerSettings.of(answers.get(request.nodeId()).get());
  }

  static boolean shown(AlterListenersRequest request, BrokerSettings seen) {
    boolean set =
        request.set().entrySet().stream()
            .allMatch(
                wanted ->
                    seen.value(wanted.getKey()).equals(wanted.getValue())
                        && OWN_DYNAMIC.equals(seen.sources().get(wanted.getKey())));
    return set
        && request.clear().stream().noneMatch(key -> OWN_DYNAMIC.equals(seen.sources().get(key)));
  }

  private static Map<String, String> own(Map<String, String> all) {
    Map<String, String> own = new TreeMap<>(all);
    own.keySet().retainAll(BrokerSettings.LISTENER_KEYS);
    return own;
  }
}
