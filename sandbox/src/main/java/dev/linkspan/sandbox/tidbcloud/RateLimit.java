package dev.linkspan.sandbox.tidbcloud;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Limits the requests per API key and minute. The real service allows 100. */
final class RateLimit {
  private static final long MINUTE = 60_000;

  private final Clock clock;
  private final Map<String, Integer> taken = new HashMap<>();
  private long minute;

  RateLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param resetSeconds seconds until the current minute ends
   */
  record Taken(boolean allowed, int limit, int remaining, long resetSeconds) {}

  synchronized Taken take(String key, int perMinute) {
    long now = clock.millis();
    if (now / MINUTE != minute) {
      minute = now / MINUTE;
      taken.clear();
    }
    int count = taken.merge(key, 1, Integer::sum);
    long reset = 1 + (MINUTE - 1 - now % MINUTE) / 1000;
    return new Taken(count <= perMinute, perMinute, Math.max(0, perMinute - count), reset);
  }
}
