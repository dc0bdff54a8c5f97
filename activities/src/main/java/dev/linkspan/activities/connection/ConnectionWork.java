package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.EndpointServices;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Domain;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One activity's dealings with both ends of a private link connection. */
final class ConnectionWork {
  /** An API key has 100 requests a minute, and each call with Digest is two. */
  private static final Duration PERIOD = Duration.ofSeconds(3);

  /** Longer than times of creation are apart that look the same. */
  private static final Duration OTHERS_SHOW_UP = Duration.ofSeconds(2);

  /** Before the approval is carried out, a retry ensures the connection again. */
  private static final String MADE_ANEW =
      "Mend what the reason names, then retry: the connection is made anew.";

  private static final String BEGIN_AGAIN =
      "Mend what the reason names, then destroy this setup and begin again.";

  private static final int QUICK_LOOKS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(25);

  private final OwnerClient client;
  private final ConnectionPlan plan;
  private final PrivateLinkConnections connections;
  private final EndpointConnections endpoints;

  ConnectionWork(OwnerClient client, TidbCloud cloud, ConnectionPlan plan) {
    this.client = client;
    this.plan = plan;
    this.connections =
        new PrivateLinkConnections(
            cloud, client.owner().credentials().tidbCloud(), plan.clusterId());
    this.endpoints = new EndpointConnections(client);
  }

  /**
   * A connection that failed never becomes usable: it gives way to a new one.
   *
   * <p>The API knows no client token. Two tries at once may both create, and so may a second try
   * while the list does not show what the first one made: then all of them keep the same one.
   */
  String ensure(String serviceName) {
    List<Connection> listed = matching(serviceName);
    List<Connection> lost = listed.stream().filter(c -> c.failed() || c.deleting()).toList();
    lost.forEach(this::remove);
    // Removing takes minutes: what was listed before it may be out of date.
    Optional<String> found = lost.isEmpty() ? kept(listed) : kept(matching(serviceName));
    return found.orElseGet(() -> create(serviceName));
  }

  private String create(String serviceName) {
    Connection made;
    try {
      made = connections.create(plan.displayName(), serviceName);
    } catch (TidbCloudException e) {
      boolean mayExist =
          e.is(TidbCloudException.Kind.UNKNOWN_OUTCOME) || e.is(TidbCloudException.Kind.CONFLICT);
      return (mayExist
              ? client.within(client.listsLag(), () -> kept(matching(serviceName)))
              : Optional.<String>empty())
          .orElseThrow(() -> e);
    }
    client.pause(OTHERS_SHOW_UP);
    return kept(oldestFirst(matching(serviceName), made)).orElse(id(made));
  }

  /** With the one just made, which may not be listed yet. */
  private static List<Connection> oldestFirst(List<Connection> listed, Connection made) {
    boolean shown = listed.stream().anyMatch(c -> id(c).equals(id(made)));
    return Stream.concat(listed.stream(), shown ? Stream.empty() : Stream.of(made))
        .sorted(PrivateLinkConnections.OLDEST_FIRST)
        .toList();
  }

  private static String id(Connection connection) {
    return connection.privateLinkConnectionId();
  }

  private List<Connection> matching(String serviceName) {
    return connections.matching(plan.displayName(), serviceName);
  }

  /** The one that is in use, or else the oldest; the others are deleted. */
  private Optional<String> kept(List<Connection> listed) {
    List<String> usable =
        listed.stream()
            .filter(c -> !c.deleting())
            .sorted(Comparator.comparing(c -> c.active() ? 0 : c.failed() ? 2 : 1))
            .map(ConnectionWork::id)
            .toList();
    usable.stream().skip(1).forEach(this::delete);
    return usable.stream().findFirst();
  }

  /** Nobody but this setup makes connections of this name to its own service. */
  void removeOthers(String connectionId) {
    matching(usable(connectionId).alicloudEndpointService().name()).stream()
        .filter(c -> !id(c).equals(connectionId))
        .forEach(this::remove);
  }

  EndpointRequest awaitEndpoint(String connectionId, String serviceId, String expectedAccount) {
    EndpointConnection endpoint =
        polled(
            "TiDB Cloud's endpoint at " + serviceId,
            () ->
                usable(connectionId, MADE_ANEW)
                    .endpointId()
                    .flatMap(endpointId -> endpoints.find(serviceId, endpointId)));
    checkOwner(endpoint, expectedAccount);
    return new EndpointRequest(
        serviceId,
        endpoint.endpointId(),
        endpoint.ownerAccount(),
        endpoint.zoneIds(),
        Instant.parse(endpoint.modifiedTime()));
  }

  private static void checkOwner(EndpointConnection endpoint, String expectedAccount) {
    if (!endpoint.ownerAccount().equals(expectedAccount)) {
      throw Failures.needsPerson(
          "endpoint "
              + endpoint.endpointId()
              + " belongs to account "
              + endpoint.ownerAccount()
              + ", not to TiDB Cloud's account "
              + expectedAccount,
          "Do not let it connect. Ask TiDB Cloud's support which account is theirs; retry looks"
              + " again.");
    }
  }

  void enable(String connectionId, EndpointRequest approved) {
    Optional<String> reported = usable(connectionId, MADE_ANEW).endpointId();
    if (!reported.equals(Optional.of(approved.endpointId()))) {
      throw Failures.needsPerson(
          "TiDB Cloud now reports the endpoint "
              + reported.orElse("(none)")
              + ", but "
              + approved.endpointId()
              + " was approved",
          "Nothing was connected. Retry: you are asked about the endpoint that asks by then.");
    }
    EndpointConnection endpoint =
        endpoints
            .find(approved.serviceId(), approved.endpointId())
            .orElseThrow(
                () ->
                    Failures.needsPerson(
                        "the approved endpoint " + approved.endpointId() + " is gone",
                        "Look at the connection in TiDB Cloud, then retry."));
    checkOwner(endpoint, approved.ownerAccount());
    endpoints.connect(approved.serviceId(), approved.endpointId());
    polled(
        "TiDB Cloud to say ACTIVE",
        () -> Optional.of(usable(connectionId, MADE_ANEW)).filter(Connection::active));
  }

  private Connection usable(String connectionId) {
    return usable(connectionId, BEGIN_AGAIN);
  }

  private Connection usable(String connectionId, String remedy) {
    Connection connection =
        connections
            .find(connectionId)
            .orElseThrow(
                () ->
                    Failures.needsPerson(
                        "the private link connection " + connectionId + " is gone", remedy));
    if (connection.failed()) {
      throw Failures.needsPerson(
          "the private link connection "
              + id(connection)
              + " failed: "
              + (connection.message() == null ? "no reason given" : connection.message()),
          remedy);
    }
    return connection;
  }

  String previewUniqueName(String connectionId) {
    return usable(connectionId)
        .managedDomains()
        .or(() -> Optional.of(connections.preview(connectionId)))
        .map(AttachedDomain::uniqueName)
        .filter(name -> !name.isBlank())
        .orElseThrow(
            () -> ApplicationFailure.newFailure("TiDB Cloud gave no unique name", "NOT_READY"));
  }

  List<String> attach(String connectionId, String uniqueName) {
    Optional<AttachedDomain> attached = usable(connectionId).managedDomains();
    if (attached.isPresent() && !uniqueName.equals(attached.get().uniqueName())) {
      throw Failures.needsPerson(
          "connection "
              + connectionId
              + " has the domains of "
              + attached.get().uniqueName()
              + " attached, and the brokers are configured for "
              + uniqueName,
          "Detach those domains in TiDB Cloud, then retry.");
    }
    AttachedDomain domains = attached.orElseGet(() -> connections.attach(connectionId, uniqueName));
    return domains.domains() == null
        ? List.of()
        : domains.domains().stream().map(Domain::name).toList();
  }

  /** Without our endpoint service there is no telling which connection is ours: none is deleted. */
  void remove() {
    Optional<String> serviceName =
        new EndpointServices(client).find().map(EndpointServices.Service::serviceName);
    if (serviceName.isEmpty()) {
      return;
    }
    matching(serviceName.get()).forEach(this::remove);
  }

  private void remove(Connection connection) {
    if (!connection.deleting()) {
      delete(id(connection));
    }
    awaitGone(id(connection));
  }

  private void delete(String connectionId) {
    connections
        .find(connectionId)
        .flatMap(Connection::managedDomains)
        .map(AttachedDomain::attachDomainId)
        .ifPresent(domainId -> connections.detach(connectionId, domainId));
    connections.delete(connectionId);
  }

  private void awaitGone(String connectionId) {
    polled(
        "the private link connection " + connectionId + " to be gone",
        () -> connections.find(connectionId).isEmpty() ? Optional.of(true) : Optional.empty());
  }

  private <T> T polled(String awaited, Supplier<Optional<T>> sight) {
    long deadline = client.nanoTime() + LONGEST_WAIT.toNanos();
    for (int look = 0; ; look++) {
      Optional<T> seen = sight.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (client.nanoTime() > deadline) {
        throw ApplicationFailure.newFailure(
            "waited " + LONGEST_WAIT.toMinutes() + " minutes for " + awaited, "NOT_READY");
      }
      client.pause(look < QUICK_LOOKS ? Duration.ofSeconds(1) : PERIOD);
    }
  }
}
