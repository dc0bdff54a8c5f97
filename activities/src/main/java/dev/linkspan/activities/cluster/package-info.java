/** The Kafka cluster as its clients see it: health, gates, listeners, leaders. */
@NullMarked
package dev.linkspan.activities.cluster;

import org.jspecify.annotations.NullMarked;
