/** TCP forwarding with health checks, for load balancers and private link endpoints. */
@NullMarked
package dev.linkspan.sandbox.forwarding;

import org.jspecify.annotations.NullMarked;
