package dev.linkspan.sandbox.forwarding;

/** The result of health checks. Only healthy backends get traffic. */
public enum Health {
  /** There is no result yet. */
  INITIAL,
  HEALTHY,
  UNHEALTHY
}
