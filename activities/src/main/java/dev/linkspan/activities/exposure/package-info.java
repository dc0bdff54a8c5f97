/**
 * Network Load Balancer and PrivateLink endpoint service: server groups, load balancer, listeners,
 * the endpoint service, and the endpoints that connect to it.
 */
@NullMarked
package dev.linkspan.activities.exposure;

import org.jspecify.annotations.NullMarked;
