/** Brokers that leave a cluster: what they hold moves to others, and the quorum forgets them. */
@NullMarked
package dev.linkspan.probe.removal;

import org.jspecify.annotations.NullMarked;
