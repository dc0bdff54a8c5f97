/** HTTP and HTTPS servers, their certificate authority, and routes to handlers. */
@NullMarked
package dev.linkspan.sandbox.http;

import org.jspecify.annotations.NullMarked;
