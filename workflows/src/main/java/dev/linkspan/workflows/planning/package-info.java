/** From a spec to its plan, and from a plan to the text that people read. */
@NullMarked
package dev.linkspan.workflows.planning;

import org.jspecify.annotations.NullMarked;
