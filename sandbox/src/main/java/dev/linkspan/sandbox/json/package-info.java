/** JSON in the form that the clients of both clouds can read. */
@NullMarked
package dev.linkspan.sandbox.json;

import org.jspecify.annotations.NullMarked;
