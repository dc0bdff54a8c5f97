/**
 * The requests and results that the activities and the probe exchange as JSON: for each command of
 * the probe a request and a result that carry its name.
 *
 * <p>Everything that is addressed as {@code host:port} is a string in that form. Node IDs are the
 * {@code node.id} or {@code broker.id} of a Kafka process.
 */
@NullMarked
package dev.linkspan.probe.protocol;

import org.jspecify.annotations.NullMarked;
