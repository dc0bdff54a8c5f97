package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Check;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Drift of the network, and what a healthy link must not show. */
class NetworkDriftTest extends CloudDriftTrial {
  NetworkDriftTest() {
    super("127.143");
  }

  @Override
  Stream<CloudDrift> drifts() {
    return new NetworkDrifts(link()).network();
  }

  @Test
  void fiftyVerificationsOfAHealthyLinkFindNothing() {
    for (int i = 0; i < 50; i++) {
      assertThat(findings()).isEmpty();
    }
  }

  @Test
  void everyCheckHasItsOwnKey() {
    assertThat(link().verify()).extracting(Check::key).doesNotHaveDuplicates();
  }
}
