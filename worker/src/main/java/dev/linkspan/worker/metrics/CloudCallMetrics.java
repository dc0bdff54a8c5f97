package dev.linkspan.worker.metrics;

import dev.linkspan.activities.https.CloudCallListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts and times the calls of this worker to the clouds. */
final class CloudCallMetrics implements CloudCallListener {
  private final MeterRegistry registry;

  CloudCallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void called(String cloud, String action, String outcome, Duration time) {
    Timer.builder("linkspan.cloud.calls")
        .description("Calls to the clouds")
        .tag("cloud", cloud)
        .tag("action", action)
        .tag("outcome", outcome)
        .register(registry)
        .record(time);
  }
}
