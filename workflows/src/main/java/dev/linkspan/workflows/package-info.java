/** Every workflow of Linkspan: spec, plan, workflows, and the interfaces of their activities. */
@NullMarked
package dev.linkspan.workflows;

import org.jspecify.annotations.NullMarked;
