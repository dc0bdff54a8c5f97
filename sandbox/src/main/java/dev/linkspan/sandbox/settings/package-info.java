/** Settings that choose the behavior that the clouds' documentation leaves open. */
@NullMarked
package dev.linkspan.sandbox.settings;

import org.jspecify.annotations.NullMarked;
