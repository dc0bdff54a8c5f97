/** The probe on the bastion: a JVM with Kafka's clients that answers questions about a cluster. */
@NullMarked
package dev.linkspan.activities.probe;

import org.jspecify.annotations.NullMarked;
