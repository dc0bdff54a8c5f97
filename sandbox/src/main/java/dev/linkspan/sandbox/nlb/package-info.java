/** Network Load Balancer 2022-04-30: load balancers, listeners and server groups. */
@NullMarked
package dev.linkspan.sandbox.nlb;

import org.jspecify.annotations.NullMarked;
