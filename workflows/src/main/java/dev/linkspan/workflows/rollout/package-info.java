/**
 * Rolling restarts: one broker at a time, with gates before and after each, and an audit beside.
 */
@NullMarked
package dev.linkspan.workflows.rollout;

import org.jspecify.annotations.NullMarked;
