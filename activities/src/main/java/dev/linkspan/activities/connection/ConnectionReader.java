package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads private link connections, at a pace that TiDB Cloud's API allows. */
final class ConnectionReader {
  /** What a person does before the approval is carried out: a retry ensures the connection. */
  static final String RETRY_REPLACES_IT =
      "Fix what the reason names, then retry: a new connection replaces this one.";

  /** What a person does later. */
  static final String DESTROY_AND_START_AGAIN =
      "Fix what the reason names, then destroy this setup and start again.";

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionReader.class);
  private static final String KIND = "private link connection";
  private static final Set<String> KNOWN_STATES =
      Set.of("CREATING", "PENDING_ACCEPTANCE", "ACTIVE", "FAILED", "DELETING");
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** An API key has 100 requests a minute, and each call with Digest is two requests. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final OwnerClient client;
  private final PrivateLinkConnections connections;
  private String lastUnknownState = "";

  ConnectionReader(OwnerClient client, PrivateLinkConnections connections) {
    this.client = client;
    this.connections = connections;
  }

  /**
   * Returns a connection that has not failed.
   *
   * @param remedy what a person should do otherwise
   * @throws io.temporal.failure.ApplicationFailure that parks the step: it failed, or is gone
   */
  Connection usable(String connectionId, String remedy) {
    return requireUsable(existing(connectionId, remedy), remedy);
  }

  /**
   * Like {@link #usable}, from a read that activities of the setup share if they follow each other
   * within a moment.
   */
  Connection usableNow(String connectionId, String remedy) {
    return requireUsable(existingNow(connectionId, remedy), remedy);
  }

  /** Like {@link #existing}, from a shared read as in {@link #usableNow}. */
  Connection existingNow(String connectionId, String remedy) {
    Optional<Connection> found =
        client
            .reads()
            .byId(
                KIND,
                connectionId,
                1,
                ids -> ids.stream().flatMap(id -> connections.find(id).stream()).toList(),
                Connection::id);
    return requireExisting(connectionId, found, remedy);
  }

  /** Makes the next shared read a new one: this activity has changed the connection. */
  void forget() {
    client.reads().forgetById(KIND);
  }

  /**
   * Returns the connection, which may have failed.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: it is gone
   */
  Connection existing(String connectionId, String remedy) {
    return requireExisting(connectionId, connections.find(connectionId), remedy);
  }

  private Connection requireExisting(
      String connectionId, Optional<Connection> found, String remedy) {
    Connection connection =
        found.orElseThrow(
            () ->
                Failures.needsPerson(
                    "the private link connection " + connectionId + " is gone", remedy));
    warnOfUnknownState(connection);
    return connection;
  }

  /**
   * Returns this connection if it has not failed.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: it has failed
   */
  Connection requireUsable(Connection connection, String remedy) {
    if (connection.failed()) {
      throw Failures.needsPerson(
          "the private link connection "
              + connection.id()
              + " failed: "
              + (connection.message() == null ? "no reason given" : connection.message()),
          remedy);
    }
    return connection;
  }

  private void warnOfUnknownState(Connection connection) {
    String state = String.valueOf(connection.state());
    if (!KNOWN_STATES.contains(state) && !state.equals(lastUnknownState)) {
      lastUnknownState = state;
      LOG.warn("the connection {} is {}, an unknown state", connection.id(), state);
    }
  }

  /**
   * Reads until there is a result.
   *
   * @throws io.temporal.failure.ApplicationFailure as {@link OwnerClient#waitFor}
   */
  <T> T waitFor(String condition, Supplier<Optional<T>> read) {
    return client.waitFor(condition, client.poll(FIRST_PAUSE, LONGEST_PAUSE), read);
  }
}
