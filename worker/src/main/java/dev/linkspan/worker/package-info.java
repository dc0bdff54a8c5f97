/** The process that runs the workflows and activities, put together by Spring Boot. */
@NullMarked
package dev.linkspan.worker;

import org.jspecify.annotations.NullMarked;
