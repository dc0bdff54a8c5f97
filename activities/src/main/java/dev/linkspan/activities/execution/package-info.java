/** How an activity runs: its heartbeats, its log lines, and how it waits. */
@NullMarked
package dev.linkspan.activities.execution;

import org.jspecify.annotations.NullMarked;
