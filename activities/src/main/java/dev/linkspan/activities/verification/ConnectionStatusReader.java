package dev.linkspan.activities.verification;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;

/** Asks TiDB Cloud's API. */
final class ConnectionStatusReader implements ConnectionStatus {
  private final TidbCloud cloud;

  ConnectionStatusReader(TidbCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Optional<Connection> connection(Owner owner, Link link) {
    String credential = owner.credentials().tidbCloud();
    String clusterId = link.plan().connection().clusterId();
    try {
      return new PrivateLinkConnections(cloud, credential, clusterId)
          .find(link.connectionId())
          .map(ConnectionStatusReader::seen);
    } catch (TidbCloudException e) {
      throw e.asFailure(credential);
    }
  }

  private static Connection seen(PrivateLinkConnections.Connection connection) {
    List<AttachedDomain> attached =
        connection.attachedDomains() == null ? List.of() : connection.attachedDomains();
    return new Connection(
        connection.state(),
        connection.message() == null ? "" : connection.message(),
        attached.stream().map(AttachedDomain::uniqueName).toList(),
        attached.stream()
            .filter(a -> a.domains() != null)
            .flatMap(a -> a.domains().stream())
            .map(d -> d.name() + " " + d.state())
            .toList());
  }
}
