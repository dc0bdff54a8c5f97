/** STS 2015-04-01: the identity of the caller. */
@NullMarked
package dev.linkspan.sandbox.sts;

import org.jspecify.annotations.NullMarked;
