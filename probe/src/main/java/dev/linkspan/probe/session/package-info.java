/** Answers many requests in one process, a line each. */
@NullMarked
package dev.linkspan.probe.session;

import org.jspecify.annotations.NullMarked;
