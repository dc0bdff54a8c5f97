package dev.linkspan.worker.metrics;

import dev.linkspan.activities.https.CloudCallListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the metrics. */
@Configuration
class MetricsConfiguration {

  @Bean
  CloudCallListener cloudCallMetrics(MeterRegistry registry) {
    return new CloudCallMetrics(registry);
  }

  @Bean
  FleetMetrics fleetMetrics(WorkflowClient client, MeterRegistry registry) {
    return new FleetMetrics(Fleet.of(client), registry, InstantSource.system());
  }

  /** A setup answers only once a worker runs, and this may be the only one. */
  @Bean
  ApplicationListener<ApplicationReadyEvent> fleetReadings(
      FleetMetrics metrics, @Value("${linkspan.metrics.every}") Duration every) {
    return ready -> metrics.start(every);
  }
}
