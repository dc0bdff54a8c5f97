package dev.linkspan.sandbox.forwarding;

/**
 * A TCP health check.
 *
 * @param healthy successes in a row that make a backend healthy
 * @param unhealthy failures in a row that make it unhealthy
 */
public record HealthCheck(
    int intervalSeconds, int connectTimeoutSeconds, int healthy, int unhealthy) {}
