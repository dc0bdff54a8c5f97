/**
 * Verifies every hop of a finished link: the states that the clouds' APIs report, the path from the
 * bastion to each broker, and rows that a changefeed writes.
 */
@NullMarked
package dev.linkspan.activities.verification;

import org.jspecify.annotations.NullMarked;
