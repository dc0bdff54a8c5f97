/** Server groups, load balancer, listeners and endpoint service in front of the brokers. */
@NullMarked
package dev.linkspan.workflows.exposure;

import org.jspecify.annotations.NullMarked;
