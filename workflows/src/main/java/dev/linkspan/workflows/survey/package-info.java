/** The survey of a Kafka cluster that existed before: what it is, and whether it can be linked. */
@NullMarked
package dev.linkspan.workflows.survey;

import org.jspecify.annotations.NullMarked;
