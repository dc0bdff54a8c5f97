/**
 * The creation of a Kafka cluster on new machines: configuration files, installation, first start,
 * test.
 */
@NullMarked
package dev.linkspan.workflows.deployment;

import org.jspecify.annotations.NullMarked;
