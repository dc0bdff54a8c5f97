/** Reads and changes what brokers advertise on a listener. */
@NullMarked
package dev.linkspan.probe.listeners;

import org.jspecify.annotations.NullMarked;
