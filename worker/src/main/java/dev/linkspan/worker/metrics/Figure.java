package dev.linkspan.worker.metrics;

import io.micrometer.core.instrument.Tags;

/**
 * One value of a metric.
 *
 * @param metric with dots, as Micrometer names it: {@code linkspan.link.findings} is {@code
 *     linkspan_link_findings} in Prometheus. A time ends with {@code .seconds}
 */
record Figure(String metric, Tags tags, double value) {}
