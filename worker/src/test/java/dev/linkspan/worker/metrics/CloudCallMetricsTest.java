package dev.linkspan.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloudCallMetricsTest {
  @Test
  void callsAreCountedByCloudActionAndOutcome() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CloudCallMetrics metrics = new CloudCallMetrics(registry);

    metrics.called("alibaba-cloud", "ecs:RunInstances", "ok", Duration.ofMillis(500));
    metrics.called("alibaba-cloud", "ecs:RunInstances", "ok", Duration.ofMillis(500));
    metrics.called("alibaba-cloud", "ecs:RunInstances", "throttled", Duration.ofMillis(1));

    String call = "action=\"ecs:RunInstances\",cloud=\"alibaba-cloud\",outcome=";
    assertThat(registry.scrape().lines())
        .contains(
            "linkspan_cloud_calls_seconds_count{" + call + "\"ok\"} 2",
            "linkspan_cloud_calls_seconds_sum{" + call + "\"ok\"} 1.0",
            "linkspan_cloud_calls_seconds_count{" + call + "\"throttled\"} 1");
  }
}
