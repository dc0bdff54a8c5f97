/** A setup as a diagram and as a page to attach to a change ticket. */
@NullMarked
package dev.linkspan.starter.report;

import org.jspecify.annotations.NullMarked;
