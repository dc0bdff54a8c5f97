/** Repairs: what a verification found is put back as planned, by the activities that ensure it. */
@NullMarked
package dev.linkspan.workflows.repair;

import org.jspecify.annotations.NullMarked;
