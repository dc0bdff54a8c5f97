/** The connection to Temporal. */
@NullMarked
package dev.linkspan.starter.temporal;

import org.jspecify.annotations.NullMarked;
