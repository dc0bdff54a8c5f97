/** Shows progress and reports of setups and surveys to the user. */
@NullMarked
package dev.linkspan.starter.progress;

import org.jspecify.annotations.NullMarked;
