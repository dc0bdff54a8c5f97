/** ECS 2014-05-26: instances, security groups, key pairs, images and stock. */
@NullMarked
package dev.linkspan.sandbox.ecs;

import org.jspecify.annotations.NullMarked;
