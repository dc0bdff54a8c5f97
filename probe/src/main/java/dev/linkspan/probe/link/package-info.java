/** Tests each path through the load balancer to the brokers. */
@NullMarked
package dev.linkspan.probe.link;

import org.jspecify.annotations.NullMarked;
