/** The {@code linkspan} command: its entry point. */
@NullMarked
package dev.linkspan.starter;

import org.jspecify.annotations.NullMarked;
