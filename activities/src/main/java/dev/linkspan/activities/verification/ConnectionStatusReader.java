package dev.linkspan.activities.verification;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the private link connection of a finished link; changes nothing. */
final class ConnectionStatusReader {
  private final TidbCloud cloud;

  ConnectionStatusReader(TidbCloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Reads once; empty where the connection is gone.
   *
   * @throws io.temporal.failure.ApplicationFailure as {@link TidbCloudException#asFailure}
   */
  Optional<ConnectionStatus> read(Owner owner, Link link) {
    String credential = owner.credentials().tidbCloud();
    String clusterId = link.plan().connection().clusterId();
    try {
      return new PrivateLinkConnections(cloud, credential, clusterId)
          .find(link.connectionId())
          .map(ConnectionStatusReader::status);
    } catch (TidbCloudException e) {
      throw e.asFailure(credential);
    }
  }

  private static ConnectionStatus status(Connection connection) {
    List<AttachedDomain> attached =
        connection.attachedDomains() == null ? List.of() : connection.attachedDomains();
    return new ConnectionStatus(
        String.valueOf(connection.state()),
        connection.message() == null ? "" : connection.message(),
        attached.stream().flatMap(a -> Stream.ofNullable(a.uniqueName())).toList(),
        attached.stream()
            .flatMap(a -> Stream.ofNullable(a.domains()))
            .flatMap(List::stream)
            .toList());
  }
}
