package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TiDB Cloud's endpoint at the setup's endpoint service: who requests to connect, and accepting it.
 */
final class EndpointAcceptance {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointAcceptance.class);

  /** How long TiDB Cloud may take to name an endpoint that is at the service. */
  private static final Duration NAME_PATIENCE = Duration.ofSeconds(30);

  /** How long TiDB Cloud may take to see that an endpoint is connected again. */
  private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(2);

  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(3);

  private static final String NOT_NAMED =
      "TiDB Cloud does not name its endpoint yet; this is the only one of its account that waits";

  private final OwnerClient client;
  private final ConnectionReader reader;
  private final EndpointConnections endpoints;

  EndpointAcceptance(OwnerClient client, PrivateLinkConnections connections) {
    this.client = client;
    this.reader = new ConnectionReader(client, connections);
    this.endpoints = new EndpointConnections(client);
  }

  /** Waits until TiDB Cloud's endpoint requests to connect. */
  EndpointRequest waitForRequest(AwaitEndpoint wanted) {
    long start = client.nanoTime();
    Asking asking =
        reader.waitFor(
            "TiDB Cloud's endpoint at " + wanted.serviceId(),
            () -> asking(wanted, Duration.ofNanos(client.nanoTime() - start)));
    EndpointConnection endpoint = asking.endpoint();
    LOG.info(
        "endpoint {} of account {} requests to connect to {} from zones {}",
        endpoint.endpointId(),
        endpoint.ownerAccount(),
        wanted.serviceId(),
        endpoint.zoneIds());
    requireOwner(endpoint, wanted.expectedAccount());
    return new EndpointRequest(
        wanted.serviceId(),
        endpoint.endpointId(),
        endpoint.ownerAccount(),
        endpoint.zoneIds(),
        Instant.parse(endpoint.modifiedTime()),
        asking.warning());
  }

  private record Asking(EndpointConnection endpoint, Optional<String> warning) {}

  /**
   * The endpoint that TiDB Cloud names, or else the only one of its account that waits. It is not
   * documented when TiDB Cloud names the endpoint: possibly not before it is connected.
   */
  private Optional<Asking> asking(AwaitEndpoint wanted, Duration waited) {
    Optional<String> named =
        reader.usableNow(wanted.connectionId(), ConnectionReader.RETRY_REPLACES_IT).endpointId();
    if (named.isPresent()) {
      return endpoints
          .findNow(wanted.serviceId(), named.get())
          .map(endpoint -> new Asking(endpoint, Optional.empty()));
    }
    if (waited.compareTo(NAME_PATIENCE) < 0) {
      return Optional.empty();
    }
    List<EndpointConnection> waiting =
        endpoints.list(wanted.serviceId()).stream()
            .filter(EndpointConnection::waiting)
            .filter(endpoint -> endpoint.ownerAccount().equals(wanted.expectedAccount()))
            .toList();
    return waiting.size() == 1
        ? Optional.of(new Asking(waiting.get(0), Optional.of(NOT_NAMED)))
        : Optional.empty();
  }

  private static void requireOwner(EndpointConnection endpoint, String expectedAccount) {
    if (!endpoint.ownerAccount().equals(expectedAccount)) {
      throw Failures.needsPerson(
          "endpoint "
              + endpoint.endpointId()
              + " belongs to account "
              + endpoint.ownerAccount()
              + ", not to TiDB Cloud's account "
              + expectedAccount,
          "Do not accept it. Ask TiDB Cloud's support which account is theirs; a retry checks"
              + " again.");
    }
  }

  /**
   * Accepts exactly the approved endpoint and waits until both clouds show the connection. An
   * approval that was there before the request follows its reads at once, and shares them.
   */
  void accept(String connectionId, EndpointRequest approved) {
    if (!Waiting.isFirstAttempt()) {
      reader.forget();
      endpoints.forget(approved.serviceId());
    }
    Connection connection = reader.existingNow(connectionId, ConnectionReader.RETRY_REPLACES_IT);
    Optional<EndpointConnection> cut = connection.failed() ? cut(approved) : Optional.empty();
    if (cut.isPresent()) {
      reconnect(connectionId, approved, cut.get());
      connection = reader.existing(connectionId, ConnectionReader.RETRY_REPLACES_IT);
    }
    Optional<String> reported =
        otherThan(approved, reader.requireUsable(connection, ConnectionReader.RETRY_REPLACES_IT));
    if (reported.isPresent()) {
      throw Failures.needsPerson(
          another(reported.get(), approved),
          "Nothing was connected. Retry: you are asked again, about the current endpoint.");
    }
    EndpointConnection endpoint =
        endpoints
            .findNow(approved.serviceId(), approved.endpointId())
            .orElseThrow(
                () ->
                    Failures.needsPerson(
                        "the approved endpoint " + approved.endpointId() + " is gone",
                        "Look at the connection in TiDB Cloud, then retry."));
    requireOwner(endpoint, approved.ownerAccount());
    endpoints.connect(approved.serviceId(), endpoint);
    LOG.info(
        "endpoint {} of account {} is connected to {}",
        approved.endpointId(),
        approved.ownerAccount(),
        approved.serviceId());
    reader.waitFor(
        "TiDB Cloud's connection " + connectionId + " to be ACTIVE",
        () -> {
          Connection now = reader.usableNow(connectionId, ConnectionReader.RETRY_REPLACES_IT);
          otherThan(approved, now).ifPresent(other -> undo(other, approved));
          return Optional.of(now).filter(Connection::active);
        });
    LOG.info("the connection {} is ACTIVE", connectionId);
  }

  private static Optional<String> otherThan(EndpointRequest approved, Connection connection) {
    return connection.endpointId().filter(id -> !id.equals(approved.endpointId()));
  }

  /** Returns the endpoint if somebody disconnected it after it was approved. */
  private Optional<EndpointConnection> cut(EndpointRequest approved) {
    return endpoints
        .find(approved.serviceId(), approved.endpointId())
        .filter(endpoint -> endpoint.ownerAccount().equals(approved.ownerAccount()))
        .filter(endpoint -> !endpoint.waiting());
  }

  /** TiDB Cloud shows a connection without its endpoint as failed, until it is connected again. */
  private void reconnect(String connectionId, EndpointRequest approved, EndpointConnection cut) {
    endpoints.connect(approved.serviceId(), cut);
    boolean recovered =
        client
            .poll(RECOVERY_PAUSE, RECOVERY_PAUSE)
            .atMost(RECOVERY_PATIENCE)
            .until(
                () -> !reader.existing(connectionId, ConnectionReader.RETRY_REPLACES_IT).failed());
    LOG.info(
        "endpoint {} is connected again; the connection {} is {}",
        approved.endpointId(),
        connectionId,
        recovered ? "usable" : "still failed");
  }

  /** TiDB Cloud named its endpoint only now, and it is another one than a person approved. */
  private void undo(String reported, EndpointRequest approved) {
    endpoints.disconnect(approved.serviceId(), approved.endpointId());
    throw Failures.needsPerson(
        another(reported, approved) + "; the approved one is disconnected again",
        "Retry: you are asked again, about the current endpoint.");
  }

  private static String another(String reported, EndpointRequest approved) {
    return "TiDB Cloud now reports the endpoint "
        + reported
        + ", but "
        + approved.endpointId()
        + " was approved";
  }
}
