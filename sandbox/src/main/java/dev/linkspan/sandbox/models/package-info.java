/**
 * The official models of the modeled actions, as tables, and the comparison of requests and
 * responses with them.
 */
@NullMarked
package dev.linkspan.sandbox.models;

import org.jspecify.annotations.NullMarked;
