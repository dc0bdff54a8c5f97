/** VPC, vSwitches, security groups, key pair and instances. */
@NullMarked
package dev.linkspan.workflows.network;

import org.jspecify.annotations.NullMarked;
