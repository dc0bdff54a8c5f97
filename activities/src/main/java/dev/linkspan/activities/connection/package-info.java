/**
 * The private link connection: TiDB Cloud's connection, the endpoint that it requests at the
 * setup's endpoint service, and the managed domains.
 */
@NullMarked
package dev.linkspan.activities.connection;

import org.jspecify.annotations.NullMarked;
