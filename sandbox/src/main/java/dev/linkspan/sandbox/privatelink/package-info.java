/** PrivateLink 2020-04-15: endpoint services, endpoints and their connections. */
@NullMarked
package dev.linkspan.sandbox.privatelink;

import org.jspecify.annotations.NullMarked;
