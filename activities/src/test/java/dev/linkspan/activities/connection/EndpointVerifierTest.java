package dev.linkspan.activities.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.activities.exposure.EndpointConnections.Zone;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Connection;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.EndpointService;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is certain unless both clouds say the same, and nobody else is there. */
class EndpointVerifierTest {
  private static final AwaitEndpoint WHERE =
      new AwaitEndpoint(LocalConnection.PLAN, "plc-1", "epsrv-1", LocalConnection.TIDB_ACCOUNT);
  private static final EndpointRequest REQUEST =
      new EndpointRequest(
          "epsrv-1", "ep-1", LocalConnection.TIDB_ACCOUNT, List.of("a"), Instant.EPOCH);
  private static final EndpointConnection TIDB = endpoint("ep-1", LocalConnection.TIDB_ACCOUNT);

  private static EndpointConnection endpoint(String id, String account) {
    return new EndpointConnection(
        id,
        Long.parseLong(account),
        "Disconnected",
        "2026-11-24T00:00:00Z",
        List.of(new Zone("a", "Wait")));
  }

  private static Connection connection(String state, String service, String endpoint) {
    return new Connection(
        "plc-1",
        "demo-kafka",
        "KAFKA",
        state,
        null,
        null,
        new EndpointService("com.aliyuncs.privatelink.r." + service, endpoint),
        null);
  }

  private static Optional<String> doubt(String reported, EndpointConnection... all) {
    return EndpointVerifier.doubt(
        WHERE, REQUEST, connection("PENDING_ACCEPTANCE", "epsrv-1", reported), List.of(all));
  }

  @Test
  void theOnlyEndpointThatTidbCloudReportsIsCertain() {
    assertThat(doubt("ep-1", TIDB)).isEmpty();
  }

  @Test
  void anEndpointThatTidbCloudDoesNotReportIsInDoubt() {
    assertThat(doubt("", TIDB)).hasValueSatisfying(why -> assertThat(why).contains("no endpoint"));
    assertThat(doubt("ep-2", TIDB))
        .hasValueSatisfying(why -> assertThat(why).contains("reports endpoint ep-2"));
  }

  @Test
  void anyOtherEndpointAtTheServiceIsADoubt() {
    assertThat(doubt("ep-1", TIDB, endpoint("ep-2", LocalConnection.TIDB_ACCOUNT)))
        .hasValueSatisfying(why -> assertThat(why).contains("ep-1, ep-2"));
    assertThat(doubt("ep-1")).hasValueSatisfying(why -> assertThat(why).contains("none"));
  }

  @Test
  void anEndpointOfAnotherAccountIsInDoubt() {
    assertThat(doubt("ep-1", endpoint("ep-1", "42")))
        .hasValueSatisfying(why -> assertThat(why).contains("account 42"));
  }

  @Test
  void anEndpointThatDoesNotWaitIsInDoubt() {
    EndpointConnection cut =
        new EndpointConnection(
            "ep-1",
            Long.parseLong(LocalConnection.TIDB_ACCOUNT),
            "Disconnected",
            "2026-11-24T00:00:00Z",
            List.of());

    assertThat(doubt("ep-1", cut))
        .hasValueSatisfying(why -> assertThat(why).contains("does not wait"));
  }

  @Test
  void aConnectionThatFailedOrLeadsElsewhereIsADoubt() {
    for (Connection other :
        List.of(
            connection("FAILED", "epsrv-1", "ep-1"),
            connection("PENDING_ACCEPTANCE", "epsrv-11", "ep-1"),
            connection("PENDING_ACCEPTANCE", "xepsrv-1", "ep-1"))) {
      assertThat(EndpointVerifier.doubt(WHERE, REQUEST, other, List.of(TIDB))).isPresent();
    }
  }
}
