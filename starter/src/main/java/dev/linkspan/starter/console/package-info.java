/** Output to the terminal: symbols, colors, tables, live progress and JSON. */
@NullMarked
package dev.linkspan.starter.console;

import org.jspecify.annotations.NullMarked;
