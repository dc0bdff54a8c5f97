/** The plan of a setup: records only, without any decision. */
@NullMarked
package dev.linkspan.workflows.plan;

import org.jspecify.annotations.NullMarked;
