package dev.linkspan.sandbox.forwarding;

/**
 * A TCP health check.
 *
 * @param healthy consecutive successes after which a backend is healthy
 * @param unhealthy consecutive failures after which it is unhealthy
 */
public record HealthCheck(
    int intervalSeconds, int connectTimeoutSeconds, int healthy, int unhealthy) {}
