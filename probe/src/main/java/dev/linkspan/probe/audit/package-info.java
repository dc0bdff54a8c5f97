/** Sends and reads numbered messages to prove that a restart loses none. */
@NullMarked
package dev.linkspan.probe.audit;

import org.jspecify.annotations.NullMarked;
