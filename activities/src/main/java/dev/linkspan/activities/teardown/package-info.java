/** What a teardown has to end in Temporal itself. */
@NullMarked
package dev.linkspan.activities.teardown;

import org.jspecify.annotations.NullMarked;
