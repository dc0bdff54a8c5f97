/** VPC 2016-04-28: VPCs, vSwitches, route tables and IPv4 addresses. */
@NullMarked
package dev.linkspan.sandbox.vpc;

import org.jspecify.annotations.NullMarked;
