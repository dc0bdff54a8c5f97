/** The edit of the listener settings in a broker's file, which changes nothing else in it. */
@NullMarked
package dev.linkspan.workflows.listeners;

import org.jspecify.annotations.NullMarked;
