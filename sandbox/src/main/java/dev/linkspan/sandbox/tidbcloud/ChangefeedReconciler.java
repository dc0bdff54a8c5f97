package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import dev.linkspan.sandbox.privatelink.EndpointZone;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the running changefeeds equal to those in the store. */
final class ChangefeedReconciler {
  /** The states in which a changefeed runs. */
  static final List<String> RUNS = List.of(ChangefeedActions.CREATING, "RUNNING", "WARNING");

  private static final int CONNECT_MILLIS = 3000;

  private final Store store;
  private final ChangefeedRunner runner;
  private final Set<String> started = new HashSet<>();

  ChangefeedReconciler(Store store, ChangefeedRunner runner) {
    this.store = store;
    this.runner = runner;
  }

  synchronized void reconcile() {
    List<Resource> wanted =
        store.all(ChangefeedActions.TYPE).stream()
            .filter(changefeed -> RUNS.contains(changefeed.status()))
            .toList();
    for (String id : List.copyOf(started)) {
      if (wanted.stream().noneMatch(changefeed -> changefeed.id().equals(id))) {
        runner.stop(id);
        started.remove(id);
      }
    }
    wanted.stream().filter(changefeed -> !started.contains(changefeed.id())).forEach(this::start);
  }

  private void start(Resource changefeed) {
    Optional<ChangefeedSpec> spec = spec(changefeed);
    if (spec.isEmpty()) {
      recordStatus(
          changefeed.id(),
          new Status(Status.State.WARNING, "the connection has no domain attached"));
      return;
    }
    runner.start(spec.get(), status -> recordStatus(changefeed.id(), status));
    started.add(changefeed.id());
  }

  private Optional<ChangefeedSpec> spec(Resource changefeed) {
    KafkaDestination destination = KafkaDestination.of(changefeed.object("sink"));
    Optional<Resource> connection = store.find(Connections.TYPE, destination.connectionId());
    Optional<Object> uniqueName =
        connection.flatMap(
            c -> AttachedDomains.of(c).stream().map(d -> d.get("uniqueName")).findFirst());
    List<String> addresses = connection.map(this::addresses).orElse(List.of());
    return uniqueName
        .filter(name -> !addresses.isEmpty())
        .map(
            name ->
                new ChangefeedSpec(
                    changefeed.id(),
                    addresses,
                    UniqueName.domain(name.toString()),
                    destination.bootstrapPort(),
                    destination.topic(),
                    destination.partitions(),
                    destination.replicationFactor()));
  }

  private List<String> addresses(Resource connection) {
    return store.find(VpcEndpoints.TYPE, connection.text("endpointId")).stream()
        .flatMap(endpoint -> EndpointZone.of(endpoint).stream())
        .map(EndpointZone::address)
        .toList();
  }

  /** Records a status, if the changefeed should still run. */
  private void recordStatus(String id, Status status) {
    boolean ended =
        store.inTransaction(
            () -> {
              store
                  .find(ChangefeedActions.TYPE, id)
                  .filter(changefeed -> RUNS.contains(changefeed.status()))
                  .ifPresent(
                      changefeed ->
                          store.put(
                              changefeed
                                  .withStatus(state(changefeed, status))
                                  .with("error", status.text())));
              return status.state() == Status.State.FAILED;
            });
    if (ended) {
      reconcile();
    }
  }

  private static String state(Resource changefeed, Status status) {
    return switch (status.state()) {
      case RUNNING -> "RUNNING";
      case WARNING -> "WARNING";
      case FAILED -> changefeed.is(ChangefeedActions.CREATING) ? "CREATE_FAILED" : "RUNNING_FAILED";
    };
  }

  /**
   * Connects to the port on every address of the connection's endpoint.
   *
   * @throws TidbCloudError if an address cannot be reached
   */
  void requireReachable(Resource connection, int port) {
    for (String address : addresses(connection)) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      } catch (IOException e) {
        throw TidbCloudError.failedPrecondition(
            "port " + port + " cannot be reached through the endpoint: " + e.getMessage());
      }
    }
  }
}
