package dev.linkspan.probe.protocol;

/**
 * Result of {@code serve}, which has no JSON request.
 *
 * @param sent number of HTTP requests that were answered
 */
public record ServeResult(int sent) {}
