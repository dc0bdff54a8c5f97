/** Serves files to the brokers over HTTP. */
@NullMarked
package dev.linkspan.probe.archives;

import org.jspecify.annotations.NullMarked;
