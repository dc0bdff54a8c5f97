package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The domains under which TiDB Cloud reaches the brokers through a connection. */
final class ManagedDomains {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedDomains.class);

  private final PrivateLinkConnections connections;
  private final ConnectionReader reader;

  ManagedDomains(OwnerClient client, PrivateLinkConnections connections) {
    this.connections = connections;
    this.reader = new ConnectionReader(client, connections);
  }

  /** The unique name of the attached domains, or else a new one. */
  String previewUniqueName(String connectionId) {
    Optional<AttachedDomain> attached = usable(connectionId).managedDomains();
    String uniqueName =
        attached
            .or(() -> Optional.of(connections.previewDomains(connectionId)))
            .map(AttachedDomain::uniqueName)
            .filter(name -> !name.isBlank())
            .orElseThrow(
                () ->
                    ApplicationFailure.newFailure(
                        "TiDB Cloud returned no unique name", OwnerClient.NOT_READY));
    LOG.info(
        "the unique name of {} is {}: {}",
        connectionId,
        uniqueName,
        attached.isPresent() ? "its domains are attached already" : "a preview");
    return uniqueName;
  }

  /**
   * Attaches the domains of a unique name and returns them.
   *
   * @throws ApplicationFailure that parks the step: domains of another unique name are attached
   */
  List<String> attach(String connectionId, String uniqueName) {
    Optional<AttachedDomain> attached = usable(connectionId).managedDomains();
    if (attached.isEmpty()) {
      List<String> names = connections.attachDomains(connectionId, uniqueName).names();
      LOG.info("attached the domains {} to {}", names, connectionId);
      return names;
    }
    if (!uniqueName.equals(attached.get().uniqueName())) {
      throw Failures.needsPerson(
          "connection "
              + connectionId
              + " has the domains of "
              + attached.get().uniqueName()
              + " attached, and the brokers are configured for "
              + uniqueName,
          "Detach those domains in TiDB Cloud, then retry.");
    }
    LOG.info("{} has the domains {} attached already", connectionId, attached.get().names());
    return attached.get().names();
  }

  private Connection usable(String connectionId) {
    return reader.usable(connectionId, ConnectionReader.DESTROY_AND_START_AGAIN);
  }
}
