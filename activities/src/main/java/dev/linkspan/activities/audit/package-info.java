/** The audit that writes and reads messages while brokers restart. */
@NullMarked
package dev.linkspan.activities.audit;

import org.jspecify.annotations.NullMarked;
