package dev.linkspan.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Deque<Fleet.Reading> readings = new ArrayDeque<>();
  private final FleetMetrics metrics =
      new FleetMetrics(
          () -> Optional.ofNullable(readings.poll()).orElseThrow(), registry, () -> NOW);

  private void read(SetupStatus... setups) {
    readings.add(new Fleet.Reading(List.of(setups), 1));
    metrics.read();
  }

  @Test
  void eachSetupHasItsPhaseHealthProofApprovalAndRollout() {
    read(Statuses.ready("orders", Health.DRIFTED), Statuses.waiting("new", NOW.minusSeconds(60)));

    assertThat(registry.scrape().lines())
        .contains(
            "linkspan_setup_phase{phase=\"READY\",setup=\"orders\"} 1.0",
            "linkspan_setup_phase{phase=\"AWAITING_APPROVAL\",setup=\"new\"} 1.0",
            "linkspan_link_health{health=\"drifted\",setup=\"orders\"} 1.0",
            "linkspan_link_findings{setup=\"orders\"} 0.0",
            "linkspan_link_last_proof_timestamp_seconds{setup=\"orders\"} 1.764E9",
            "linkspan_setup_parked_steps{setup=\"new\"} 1.0",
            "linkspan_approval_since_timestamp_seconds{setup=\"new\"} "
                + (NOW.getEpochSecond() - 60) / 1e9
                + "E9",
            "linkspan_rollout_restarts{setup=\"orders\"} 1.0",
            "linkspan_rollout_brokers_down{setup=\"orders\"} 1.0",
            "linkspan_rollout_duration_seconds{setup=\"orders\"} 60.0",
            "linkspan_audit_messages{result=\"acknowledged\",setup=\"orders\"} 1000.0",
            "linkspan_audit_messages{result=\"lost\",setup=\"orders\"} 0.0",
            "linkspan_audit_slowest_acknowledgement_seconds{setup=\"orders\"} 2.5",
            "linkspan_fleet_setups 2.0",
            "linkspan_fleet_unreadable 1.0");
  }

  @Test
  void theLastProofIsTheNewestVerificationWhosePathWorked() {
    read(Statuses.ready("orders", Health.BROKEN));

    assertThat(registry.scrape())
        .contains("linkspan_link_last_proof_timestamp_seconds{setup=\"orders\"} 1.764E9");
  }

  @Test
  void aBrokerThatARolloutLeftDownIsUpAgainOnceAVerificationHasPassed() {
    read(Statuses.provedAgain("orders"));

    assertThat(registry.scrape()).contains("linkspan_rollout_brokers_down{setup=\"orders\"} 0.0");
  }

  @Test
  void aSetupThatHasEndedHasNoValues() {
    read(Statuses.ready("orders", Health.HEALTHY));
    read();

    assertThat(registry.scrape()).doesNotContain("orders").contains("linkspan_fleet_setups 0.0");
  }

  @Test
  void anEarlierHealthIsGone() {
    read(Statuses.ready("orders", Health.HEALTHY));
    read(Statuses.ready("orders", Health.BROKEN));

    assertThat(registry.scrape())
        .contains("linkspan_link_health{health=\"broken\",setup=\"orders\"} 1.0")
        .doesNotContain("healthy");
  }

  @Test
  void aServerThatDoesNotAnswerLeavesTheLastValues() {
    read(Statuses.ready("orders", Health.HEALTHY));

    assertThatThrownBy(metrics::read).isInstanceOf(RuntimeException.class);

    assertThat(registry.scrape())
        .contains("linkspan_setup_phase{phase=\"" + Phase.READY + "\",setup=\"orders\"} 1.0");
  }
}
