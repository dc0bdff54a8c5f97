/**
 * VPC, vSwitches, security groups, key pair and ECS instances: created for a new cluster, or read
 * for an existing one.
 */
@NullMarked
package dev.linkspan.activities.network;

import org.jspecify.annotations.NullMarked;
