package dev.linkspan.worker.metrics;

import static java.util.stream.Collectors.groupingBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of every setup of the namespace. Workers share no state, so each reads them from Temporal
 * and has the same values; a query in Prometheus takes the maximum over the workers.
 */
public final class FleetMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetMetrics.class);

  private final Fleet fleet;
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, MultiGauge> gauges = new HashMap<>();
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "fleet-metrics");
            thread.setDaemon(true);
            return thread;
          });

  FleetMetrics(Fleet fleet, MeterRegistry registry, InstantSource clock) {
    this.fleet = fleet;
    this.registry = registry;
    this.clock = clock;
  }

  /** Reads the fleet at this interval from now on. */
  public void start(Duration interval) {
    var unused =
        reader.scheduleWithFixedDelay(
            this::readAndReport, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception would end the readings for ever. */
  private void readAndReport() {
    try {
      read();
    } catch (RuntimeException e) {
      // The gauges keep their values; the time of the last reading says how old they are.
      LOG.warn("cannot read the setups for the metrics: {}", e.getMessage());
    }
  }

  /** Reads the fleet once. A setup that has ended has no values any more. */
  void read() {
    Fleet.Reading reading = fleet.read();
    Map<String, List<Figure>> figures =
        Stream.concat(
                reading.setups().stream().flatMap(setup -> SetupFigures.of(setup).stream()),
                Stream.of(
                    new Figure("linkspan.fleet.setups", Tags.empty(), reading.setups().size()),
                    new Figure("linkspan.fleet.unreadable", Tags.empty(), reading.unreadable()),
                    new Figure(
                        "linkspan.fleet.read.timestamp.seconds",
                        Tags.empty(),
                        clock.millis() / 1000.0)))
            .collect(groupingBy(Figure::metric));
    figures.keySet().forEach(this::gauge);
    gauges.forEach(
        (metric, gauge) ->
            gauge.register(
                figures.getOrDefault(metric, List.of()).stream()
                    .map(figure -> MultiGauge.Row.of(figure.tags(), figure.value()))
                    .toList(),
                true));
  }

  private void gauge(String metric) {
    gauges.computeIfAbsent(metric, name -> MultiGauge.builder(name).register(registry));
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
