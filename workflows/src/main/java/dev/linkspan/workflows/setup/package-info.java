/** A setup: the workflow that owns one private link, from construction to teardown. */
@NullMarked
package dev.linkspan.workflows.setup;

import org.jspecify.annotations.NullMarked;
