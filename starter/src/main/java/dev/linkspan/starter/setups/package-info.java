/** A client for setups and surveys, on top of the connection to Temporal. */
@NullMarked
package dev.linkspan.starter.setups;

import org.jspecify.annotations.NullMarked;
