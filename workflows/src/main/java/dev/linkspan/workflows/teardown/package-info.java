/** Removal of everything that a setup created. */
@NullMarked
package dev.linkspan.workflows.teardown;

import org.jspecify.annotations.NullMarked;
