package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec.Domain;
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
    List<Domain> domains = connection.map(this::domains).orElse(List.of());
    List<String> addresses = connection.map(this::addresses).orElse(List.of());
    return domains.isEmpty() || addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChangefeedSpec(
                changefeed.id(),
                addresses,
                domains,
                destination.bootstrapPort(),
                destination.topic(),
                destination.partitions(),
                destination.replicationFactor(),
                destination.format()));
  }

  /** A domain with the label of a zone resolves to the endpoint's address in that zone. */
  private List<Domain> domains(Resource connection) {
    List<EndpointZone> zones = zones(connection);
    return AttachedDomains.namesOf(connection).stream()
        .map(name -> new Domain(name, addresses(name, zones)))
        .toList();
  }

  private static List<String> addresses(String domain, List<EndpointZone> zones) {
    List<String> labels = List.of(domain.split("\\.", -1));
    List<String> own =
        zones.stream()
            .filter(zone -> labels.contains(zone.zoneId()))
            .map(EndpointZone::address)
            .toList();
    return own.isEmpty() ? zones.stream().map(EndpointZone::address).toList() : own;
  }

  private List<String> addresses(Resource connection) {
    return zones(connection).stream().map(EndpointZone::address).toList();
  }

  private List<EndpointZone> zones(Resource connection) {
    return store.find(VpcEndpoints.TYPE, connection.text("endpointId")).stream()
        .flatMap(endpoint -> EndpointZone.of(endpoint).stream())
        .toList();
  }

  /** Stops a changefeed as if it had failed; returns false if it does not run. */
  boolean fail(String id) {
    boolean runs =
        store
            .find(ChangefeedActions.TYPE, id)
            .filter(feed -> RUNS.contains(feed.status()))
            .isPresent();
    recordStatus(id, new Status(Status.State.FAILED, "made to fail"));
    return runs;
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
                              Checkpoint.stopped(changefeed)
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
