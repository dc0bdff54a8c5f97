/** Kafka clusters that Linkspan did not build, for tests of existing clusters. */
@NullMarked
package dev.linkspan.sandbox.clusters;

import org.jspecify.annotations.NullMarked;
