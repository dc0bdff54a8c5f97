package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointVerification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an endpoint is certainly TiDB Cloud's, so that no person has to look at it. Whatever is
 * not certain is a doubt: what both clouds say has to agree, and nobody else may be there.
 */
final class EndpointVerifier {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointVerifier.class);

  private final ConnectionReader reader;
  private final EndpointConnections endpoints;

  EndpointVerifier(OwnerClient client, PrivateLinkConnections connections) {
    this.reader = new ConnectionReader(client, connections);
    this.endpoints = new EndpointConnections(client);
  }

  EndpointVerification verify(AwaitEndpoint where, EndpointRequest request) {
    Connection connection =
        reader.existing(where.connectionId(), ConnectionReader.RETRY_REPLACES_IT);
    List<EndpointConnection> all = endpoints.list(where.serviceId());
    EndpointVerification verification =
        doubt(where, request, connection, all)
            .map(doubt -> new EndpointVerification(false, doubt))
            .orElseGet(() -> new EndpointVerification(true, evidence(where, request)));
    LOG.info(
        "endpoint {} is {}: {}",
        request.endpointId(),
        verification.certain() ? "verified" : "not verified",
        verification.evidence());
    return verification;
  }

  /** Why a person has to look; empty if everything agrees. */
  static Optional<String> doubt(
      AwaitEndpoint where,
      EndpointRequest request,
      Connection connection,
      List<EndpointConnection> all) {
    String asking = request.endpointId();
    if (connection.failed()) {
      return Optional.of("TiDB Cloud's connection " + where.connectionId() + " has failed");
    }
    if (connection.serviceName().filter(n -> n.endsWith("." + where.serviceId())).isEmpty()) {
      return Optional.of(
          "TiDB Cloud's connection "
              + where.connectionId()
              + " leads to "
              + connection.serviceName().orElse("no endpoint service"));
    }
    if (!connection.endpointId().equals(Optional.of(asking))) {
      return Optional.of(
          "TiDB Cloud's connection "
              + where.connectionId()
              + " reports "
              + connection.endpointId().map(id -> "endpoint " + id).orElse("no endpoint"));
    }
    List<EndpointConnection> here =
        all.stream().filter(endpoint -> endpoint.endpointId().equals(asking)).toList();
    if (here.size() != 1 || all.size() != 1) {
      return Optional.of(
          "these endpoints are at "
              + where.serviceId()
              + ": "
              + (all.isEmpty() ? "none" : ids(all)));
    }
    EndpointConnection endpoint = here.get(0);
    if (!endpoint.ownerAccount().equals(where.expectedAccount())) {
      return Optional.of(
          asking + " belongs to account " + endpoint.ownerAccount() + ", not to TiDB Cloud's");
    }
    return endpoint.waiting() ? Optional.empty() : Optional.of(asking + " does not wait anymore");
  }

  private static String ids(List<EndpointConnection> all) {
    return all.stream().map(EndpointConnection::endpointId).collect(Collectors.joining(", "));
  }

  private static String evidence(AwaitEndpoint where, EndpointRequest request) {
    return "%s belongs to TiDB Cloud's account %s, TiDB Cloud's connection %s reports it, and no other endpoint is at %s"
        .formatted(
            request.endpointId(), where.expectedAccount(), where.connectionId(), where.serviceId());
  }
}
