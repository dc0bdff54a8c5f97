/** The local stack: Temporal, sandbox and worker as processes on this computer. */
@NullMarked
package dev.linkspan.starter.stack;

import org.jspecify.annotations.NullMarked;
