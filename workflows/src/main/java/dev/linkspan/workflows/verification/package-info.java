/** Verification of a finished link, hop by hop. */
@NullMarked
package dev.linkspan.workflows.verification;

import org.jspecify.annotations.NullMarked;
