/**
 * Machines that Kafka runs on: first contact, archives, the broker's folder and unit, the probe's
 * folder.
 */
@NullMarked
package dev.linkspan.activities.nodes;

import org.jspecify.annotations.NullMarked;
