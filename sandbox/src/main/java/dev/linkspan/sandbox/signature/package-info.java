/** Verification of the request signatures of Alibaba Cloud. */
@NullMarked
package dev.linkspan.sandbox.signature;

import org.jspecify.annotations.NullMarked;
