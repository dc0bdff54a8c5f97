package dev.linkspan.probe.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.AuditRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditSettingsTest {
  private static final List<String> BOOTSTRAP = List.of("h:1");
  private static final Set<Integer> BROKERS = Set.of(1);

  @Test
  void whatIsMissingHasADefault() {
    assertThat(AuditSettings.of(new AuditRequest(BOOTSTRAP, BROKERS, null, null, "f", null)))
        .isEqualTo(
            new AuditSettings(
                BOOTSTRAP, BROKERS, "linkspan-audit", 20, Path.of("f"), Duration.ofHours(4)));
  }

  @Test
  void theRateHasALimit() {
    assertThat(AuditSettings.of(new AuditRequest(BOOTSTRAP, BROKERS, "t", 5_000, "f", 60)))
        .isEqualTo(
            new AuditSettings(
                BOOTSTRAP, BROKERS, "t", 1_000, Path.of("f"), Duration.ofSeconds(60)));
  }
}
