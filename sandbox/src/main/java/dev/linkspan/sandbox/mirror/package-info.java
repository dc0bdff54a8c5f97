/** An HTTP mirror with archives of Kafka and of a JDK. */
@NullMarked
package dev.linkspan.sandbox.mirror;

import org.jspecify.annotations.NullMarked;
