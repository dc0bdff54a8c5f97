/** What the products of Alibaba Cloud share: calls, parameters, errors, pages, tags and regions. */
@NullMarked
package dev.linkspan.sandbox.api;

import org.jspecify.annotations.NullMarked;
