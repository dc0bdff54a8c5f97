/** The control API, injected faults, and the log of calls. */
@NullMarked
package dev.linkspan.sandbox.control;

import org.jspecify.annotations.NullMarked;
