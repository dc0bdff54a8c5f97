/** Breakpoints that hold a call or an SSH command before or after it takes effect. */
@NullMarked
package dev.linkspan.sandbox.breakpoints;

import org.jspecify.annotations.NullMarked;
