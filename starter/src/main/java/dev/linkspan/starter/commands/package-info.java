/** The commands, with their options and help. */
@NullMarked
package dev.linkspan.starter.commands;

import org.jspecify.annotations.NullMarked;
