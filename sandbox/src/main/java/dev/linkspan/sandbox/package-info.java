/** The entry point of the sandbox and the assembly of its parts. */
@NullMarked
package dev.linkspan.sandbox;

import org.jspecify.annotations.NullMarked;
