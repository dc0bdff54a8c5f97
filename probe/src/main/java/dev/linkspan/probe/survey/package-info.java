/** Describes a cluster that already exists. */
@NullMarked
package dev.linkspan.probe.survey;

import org.jspecify.annotations.NullMarked;
