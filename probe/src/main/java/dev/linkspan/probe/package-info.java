/** The probe's entry point. */
@NullMarked
package dev.linkspan.probe;

import org.jspecify.annotations.NullMarked;
