package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointServices;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates and deletes the setup's private link connection. */
final class ConnectionLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLifecycle.class);

  /**
   * Longer than the difference between two creation times that look the same. TiDB Cloud needs it,
   * too, to request the connection: the next step has no reason to ask before.
   */
  private static final Duration CONCURRENT_CREATION = Duration.ofSeconds(2);

  private final OwnerClient client;
  private final ConnectionPlan plan;
  private final PrivateLinkConnections connections;
  private final ConnectionReader reader;
  private final Optional<String> known;

  /**
   * @param known id of a connection of the setup, which the list may miss
   */
  ConnectionLifecycle(
      OwnerClient client,
      ConnectionPlan plan,
      PrivateLinkConnections connections,
      Optional<String> known) {
    this.known = known;
    this.client = client;
    this.plan = plan;
    this.connections = connections;
    this.reader = new ConnectionReader(client, connections);
  }

  /**
   * Finds or creates the connection and returns its id. A failed connection never becomes usable,
   * so a new one replaces it.
   *
   * <p>The API takes no client token. Two attempts at the same time may both create a connection,
   * and so may a second attempt while the list misses what the first one created. Then all attempts
   * keep the same one. To a service that was created moments ago, there is no connection yet.
   */
  String ensure(String serviceName) {
    if (client.reads().takeNone(EndpointServices.connectionsTo(serviceName))) {
      return create(serviceName, Connection::id);
    }
    List<Connection> listed = matching(serviceName);
    List<Connection> unusable = listed.stream().filter(c -> c.failed() || c.deleting()).toList();
    unusable.forEach(c -> remove(c, "it is " + c.state()));
    // A removal takes minutes: the list from before it may be out of date.
    Optional<String> found = unusable.isEmpty() ? keepOne(listed) : keepOne(matching(serviceName));
    found.ifPresent(id -> LOG.info("found the connection {} to {}", id, serviceName));
    return found.orElseGet(
        () ->
            create(
                serviceName,
                created ->
                    keepOne(oldestFirst(matching(serviceName), created)).orElse(created.id())));
  }

  /**
   * @param choose returns which connection to keep after the creation of this one
   */
  private String create(String serviceName, Function<Connection, String> choose) {
    Connection created;
    try {
      created = connections.create(plan.displayName(), serviceName);
    } catch (TidbCloudException e) {
      if (!e.is(TidbCloudException.Kind.UNKNOWN_OUTCOME)
          && !e.is(TidbCloudException.Kind.CONFLICT)) {
        throw e;
      }
      LOG.info(
          "the connection may exist ({}): reading the list for {} s",
          e.kind(),
          client.listsLag().toSeconds());
      String found =
          client
              .within(client.listsLag(), () -> keepOne(matching(serviceName)))
              .orElseThrow(() -> e);
      LOG.info("found the connection {} to {} after {}", found, serviceName, e.kind());
      return found;
    }
    LOG.info("created the connection {} to {}", created.id(), serviceName);
    client.pause(CONCURRENT_CREATION);
    return choose.apply(created);
  }

  /** Adds the new connection, which the list may miss. */
  private static List<Connection> oldestFirst(List<Connection> listed, Connection created) {
    boolean shown = listed.stream().anyMatch(c -> c.id().equals(created.id()));
    return Stream.concat(listed.stream(), shown ? Stream.empty() : Stream.of(created))
        .sorted(PrivateLinkConnections.OLDEST_FIRST)
        .toList();
  }

  private List<Connection> matching(String serviceName) {
    List<Connection> listed = connections.matching(plan.displayName(), serviceName);
    Optional<Connection> missed =
        known
            .filter(id -> listed.stream().noneMatch(c -> c.id().equals(id)))
            .flatMap(connections::find)
            .filter(c -> c.serviceName().equals(Optional.of(serviceName)));
    missed.ifPresent(c -> LOG.info("the list misses the connection {}", c.id()));
    return Stream.concat(listed.stream(), missed.stream())
        .sorted(PrivateLinkConnections.OLDEST_FIRST)
        .toList();
  }

  /** Keeps the connection in use, or else the oldest one, and deletes the others. */
  private Optional<String> keepOne(List<Connection> listed) {
    List<String> usable =
        listed.stream()
            .filter(c -> !c.deleting())
            .sorted(Comparator.comparing(c -> c.active() ? 0 : c.failed() ? 2 : 1))
            .map(Connection::id)
            .toList();
    usable.stream()
        .skip(1)
        .forEach(id -> delete(id, "it duplicates the connection " + usable.get(0)));
    return usable.stream().findFirst();
  }

  /** Removes every other connection: only this setup creates this name to its own service. */
  void removeDuplicates(String connectionId) {
    List<Connection> named = connections.named(plan.displayName());
    Connection kept =
        named.stream()
            .filter(c -> c.id().equals(connectionId))
            .findFirst()
            .map(c -> reader.requireUsable(c, ConnectionReader.DESTROY_AND_START_AGAIN))
            .orElseGet(() -> reader.usable(connectionId, ConnectionReader.DESTROY_AND_START_AGAIN));
    List<Connection> duplicates =
        named.stream()
            .filter(c -> c.serviceName().isPresent() && c.serviceName().equals(kept.serviceName()))
            .filter(c -> !c.id().equals(connectionId))
            .toList();
    LOG.info("the connection {} has {} duplicates", connectionId, duplicates.size());
    duplicates.forEach(c -> remove(c, "it duplicates the connection " + connectionId));
  }

  /**
   * Without the endpoint service, nothing shows which connection is the setup's: none is deleted.
   */
  void remove() {
    Optional<String> serviceName =
        new EndpointServices(client).find().map(EndpointServices.Service::serviceName);
    if (serviceName.isEmpty()) {
      LOG.info("there is no connection to remove: the setup has no endpoint service");
      return;
    }
    List<Connection> found = ofExistingCluster(serviceName.get());
    if (found.isEmpty()) {
      LOG.info("the connection to {} is gone already", serviceName.get());
    }
    found.forEach(c -> remove(c, "the setup is removed"));
  }

  /**
   * A cluster that was deleted has no connections anymore. If the API key just does not see it, the
   * endpoint is still at the service, and the removal of the service says so.
   */
  private List<Connection> ofExistingCluster(String serviceName) {
    try {
      return matching(serviceName);
    } catch (TidbCloudException e) {
      if (!e.is(TidbCloudException.Kind.NOT_FOUND) || connections.cluster().isPresent()) {
        throw e;
      }
      LOG.warn("TiDB Cloud knows no cluster {} for this API key", plan.clusterId());
      return List.of();
    }
  }

  private void remove(Connection connection, String reason) {
    if (!connection.deleting()) {
      delete(connection.id(), reason);
    }
    reader.waitFor(
        "the private link connection " + connection.id() + " to be gone",
        () -> connections.find(connection.id()).isEmpty() ? Optional.of(true) : Optional.empty());
    LOG.info("the connection {} is gone", connection.id());
  }

  private void delete(String connectionId, String reason) {
    connections
        .find(connectionId)
        .flatMap(Connection::managedDomains)
        .map(AttachedDomain::attachDomainId)
        .ifPresent(
            domainId -> {
              connections.detachDomains(connectionId, domainId);
              LOG.info("detached the domains {} from {}", domainId, connectionId);
            });
    connections.delete(connectionId);
    LOG.info("deleting the connection {}: {}", connectionId, reason);
  }
}
