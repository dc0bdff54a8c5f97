/** TiDB Cloud API v1beta1: private link connections, domains and changefeeds. */
@NullMarked
package dev.linkspan.sandbox.tidbcloud;

import org.jspecify.annotations.NullMarked;
