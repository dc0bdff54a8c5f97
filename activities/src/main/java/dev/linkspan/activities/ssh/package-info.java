/** Runs scripts on machines over SSH: connections, detached tasks, pinned host keys. */
@NullMarked
package dev.linkspan.activities.ssh;

import org.jspecify.annotations.NullMarked;
