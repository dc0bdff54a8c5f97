/** The TiDB Cloud connection of a link, and a person's approval of its endpoint. */
@NullMarked
package dev.linkspan.workflows.connection;

import org.jspecify.annotations.NullMarked;
