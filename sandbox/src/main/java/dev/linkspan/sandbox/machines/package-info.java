/** The machines behind instances: SSH servers, folders and processes on this computer. */
@NullMarked
package dev.linkspan.sandbox.machines;

import org.jspecify.annotations.NullMarked;
