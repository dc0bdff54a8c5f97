/** The search attributes of setups in a Temporal namespace, for the processes that start setups. */
@NullMarked
package dev.linkspan.workflows.visibility;

import org.jspecify.annotations.NullMarked;
