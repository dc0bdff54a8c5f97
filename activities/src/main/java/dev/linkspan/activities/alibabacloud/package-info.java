/**
 * Calls Alibaba Cloud's APIs on behalf of one setup: sorts errors, repeats what is only busy, and
 * finds or creates resources by their tags.
 */
@NullMarked
package dev.linkspan.activities.alibabacloud;

import org.jspecify.annotations.NullMarked;
