/** Light machines: the sandbox itself stands in for Kafka and for the probe. */
@NullMarked
package dev.linkspan.sandbox.light;

import org.jspecify.annotations.NullMarked;
