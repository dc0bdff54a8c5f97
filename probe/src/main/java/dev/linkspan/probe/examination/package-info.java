/** Reads what a verification compares with the plan. */
@NullMarked
package dev.linkspan.probe.examination;

import org.jspecify.annotations.NullMarked;
