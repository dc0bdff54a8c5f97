package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the private link connection of a finished link; changes nothing. */
final class ConnectionStatusReader {
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final TidbCloud cloud;
  private final Time time;

  ConnectionStatusReader(TidbCloud cloud, Time time) {
    this.cloud = cloud;
    this.time = time;
  }

  /** Reads once, or for seconds while TiDB Cloud does not answer; empty if it is gone. */
  Answer<Optional<ConnectionStatus>> read(Owner owner, Link link) {
    PrivateLinkConnections connections =
        new PrivateLinkConnections(
            cloud, owner.credentials().tidbCloud(), link.plan().connection().clusterId());
    try {
      return Answer.of(
          Poll.every(PAUSE)
              .by(time)
              .atMost(TIMEOUT)
              .untilNoFailure(
                  () -> connections.find(link.connectionId()), TidbCloudException::mayPass)
              .map(ConnectionStatusReader::status));
    } catch (TidbCloudException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
  }

  private static ConnectionStatus status(Connection connection) {
    List<AttachedDomain> attached =
        connection.attachedDomains() == null ? List.of() : connection.attachedDomains();
    return new ConnectionStatus(
        String.valueOf(connection.state()),
        connection.message() == null ? "" : connection.message(),
        connection.serviceName(),
        connection.endpointId(),
        attached.stream().flatMap(a -> Stream.ofNullable(a.uniqueName())).toList(),
        attached.stream().map(AttachedDomain::names).flatMap(List::stream).toList(),
        attached.stream().map(AttachedDomain::failures).collect(Collectors.joining()));
  }
}
