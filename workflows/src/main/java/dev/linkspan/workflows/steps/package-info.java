/**
 * The ground that every workflow stands on: steps, progress, parking, concurrent branches,
 * messages, and the options of activities.
 */
@NullMarked
package dev.linkspan.workflows.steps;

import org.jspecify.annotations.NullMarked;
