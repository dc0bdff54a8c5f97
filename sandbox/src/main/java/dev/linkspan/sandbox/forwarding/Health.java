package dev.linkspan.sandbox.forwarding;

/** What a health check thinks of a backend. Traffic goes to healthy ones only. */
public enum Health {
  /** Not decided yet. */
  INITIAL,
  HEALTHY,
  UNHEALTHY
}
