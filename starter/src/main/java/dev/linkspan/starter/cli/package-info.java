/** What all commands share: the process around them, and how they end. */
@NullMarked
package dev.linkspan.starter.cli;

import org.jspecify.annotations.NullMarked;
