/**
 * TiDB Cloud's API: the cluster, its private link connections and its changefeeds, with sorted
 * errors.
 */
@NullMarked
package dev.linkspan.activities.tidbcloud;

import org.jspecify.annotations.NullMarked;
