package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Check;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drift of the endpoint service, the connection, its domains, and the changefeed. */
class ConnectionDriftTest extends CloudDriftTrial {
  ConnectionDriftTest() {
    super("127.146");
  }

  @Override
  Stream<CloudDrift> drifts() {
    return Stream.concat(
        new EndpointServiceDrifts(link()).endpointService(),
        new ConnectionDrifts(link()).tidbCloud());
  }

  @Test
  void aCheckpointThatStaysBehindIsDrift() {
    CheckList checks = new CheckList("demo");
    new ChangefeedStateChecks(link().link(), checks)
        .check(
            new ConnectionDrifts(link()).changefeeds().existing(), Instant.now().plusSeconds(600));
    assertThat(checks.all())
        .filteredOn(check -> !check.passed())
        .singleElement()
        .satisfies(check -> assertThat(check.breaks()).isFalse())
        .extracting(Check::hop)
        .isEqualTo("checkpoint of the changefeed");
  }
}
