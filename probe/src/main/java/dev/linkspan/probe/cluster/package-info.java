/** The state of a Kafka cluster: metadata, configs, log directories, and the quorum. */
@NullMarked
package dev.linkspan.probe.cluster;

import org.jspecify.annotations.NullMarked;
