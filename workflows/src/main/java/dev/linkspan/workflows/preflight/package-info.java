/** The workflow that checks, before anything is created, whether a setup can be built. */
@NullMarked
package dev.linkspan.workflows.preflight;

import org.jspecify.annotations.NullMarked;
