/** HTTPS clients for the clouds' APIs, and the certificates that they trust. */
@NullMarked
package dev.linkspan.activities.https;

import org.jspecify.annotations.NullMarked;
