/** The contracts of the activities on machines, brokers and the running cluster. */
@NullMarked
package dev.linkspan.workflows.kafka;

import org.jspecify.annotations.NullMarked;
