/** Connections to Kafka. */
@NullMarked
package dev.linkspan.probe.client;

import org.jspecify.annotations.NullMarked;
