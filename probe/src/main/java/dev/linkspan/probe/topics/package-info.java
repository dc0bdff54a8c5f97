/** Topics in which each broker leads a partition: creates, writes, and reads them. */
@NullMarked
package dev.linkspan.probe.topics;

import org.jspecify.annotations.NullMarked;
