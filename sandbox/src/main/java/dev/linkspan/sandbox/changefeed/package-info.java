/** Changefeeds of TiDB Cloud: producers that write rows to Kafka, each in its own process. */
@NullMarked
package dev.linkspan.sandbox.changefeed;

import org.jspecify.annotations.NullMarked;
