/** The spec that a user writes: templates, reading with all mistakes at once, and no secrets. */
@NullMarked
package dev.linkspan.workflows.spec;

import org.jspecify.annotations.NullMarked;
