/** Checks the health of a cluster, once or until it meets a condition. */
@NullMarked
package dev.linkspan.probe.inspection;

import org.jspecify.annotations.NullMarked;
