/** The stored resources, and changes of status that take time. */
@NullMarked
package dev.linkspan.sandbox.state;

import org.jspecify.annotations.NullMarked;
