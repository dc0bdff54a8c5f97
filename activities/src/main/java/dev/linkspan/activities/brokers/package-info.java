/** Brokers that run on a machine: their facts, their configuration file, stop and start. */
@NullMarked
package dev.linkspan.activities.brokers;

import org.jspecify.annotations.NullMarked;
