package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.steps.Failures;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TiDB Cloud's endpoint at the setup's endpoint service: who requests to connect, and accepting it.
 */
final class EndpointAcceptance {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointAcceptance.class);

  private final ConnectionReader reader;
  private final EndpointConnections endpoints;

  EndpointAcceptance(OwnerClient client, PrivateLinkConnections connections) {
    this.reader = new ConnectionReader(client, connections);
    this.endpoints = new EndpointConnections(client);
  }

  /** Waits until TiDB Cloud's endpoint requests to connect. */
  EndpointRequest waitForRequest(AwaitEndpoint wanted) {
    EndpointConnection endpoint =
        reader.waitFor(
            "TiDB Cloud's endpoint at " + wanted.serviceId(),
            () ->
                usable(wanted.connectionId())
                    .endpointId()
                    .flatMap(endpointId -> endpoints.find(wanted.serviceId(), endpointId)));
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
        Instant.parse(endpoint.modifiedTime()));
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

  /** Accepts exactly the approved endpoint and waits until both clouds show the connection. */
  void accept(String connectionId, EndpointRequest approved) {
    Optional<String> reported = usable(connectionId).endpointId();
    if (!reported.equals(Optional.of(approved.endpointId()))) {
      throw Failures.needsPerson(
          "TiDB Cloud now reports the endpoint "
              + reported.orElse("(none)")
              + ", but "
              + approved.endpointId()
              + " was approved",
          "Nothing was connected. Retry: you are asked again, about the current endpoint.");
    }
    EndpointConnection endpoint =
        endpoints
            .find(approved.serviceId(), approved.endpointId())
            .orElseThrow(
                () ->
                    Failures.needsPerson(
                        "the approved endpoint " + approved.endpointId() + " is gone",
                        "Look at the connection in TiDB Cloud, then retry."));
    requireOwner(endpoint, approved.ownerAccount());
    endpoints.connect(approved.serviceId(), approved.endpointId());
    LOG.info(
        "endpoint {} of account {} is connected to {}",
        approved.endpointId(),
        approved.ownerAccount(),
        approved.serviceId());
    reader.waitFor(
        "TiDB Cloud's connection " + connectionId + " to be ACTIVE",
        () -> Optional.of(usable(connectionId)).filter(Connection::active));
    LOG.info("the connection {} is ACTIVE", connectionId);
  }

  private Connection usable(String connectionId) {
    return reader.usable(connectionId, ConnectionReader.RETRY_REPLACES_IT);
  }
}
