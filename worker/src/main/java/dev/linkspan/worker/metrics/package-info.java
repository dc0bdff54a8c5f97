/** Metrics of the setups and of the calls to the clouds, for Prometheus. */
@NullMarked
package dev.linkspan.worker.metrics;

import org.jspecify.annotations.NullMarked;
