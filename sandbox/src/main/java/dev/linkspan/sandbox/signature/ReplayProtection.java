package dev.linkspan.sandbox.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rejects timestamps that are more than 15 minutes off, and repeated nonces. */
final class ReplayProtection {
  private static final Duration TOLERANCE = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  ReplayProtection(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param timestamp UTC time, such as {@code 2026-01-31T12:00:00Z}
   */
  void checkTime(String timestamp) {
    try {
      Duration off = Duration.between(Instant.parse(timestamp), clock.instant()).abs();
      if (off.compareTo(TOLERANCE) > 0) {
        throw SignatureErrors.expired();
      }
    } catch (DateTimeParseException e) {
      throw SignatureErrors.malformedTime();
    }
  }

  synchronized void checkNonce(String accessKeyId, String nonce) {
    Instant now = clock.instant();
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now.minus(TOLERANCE.multipliedBy(2)))) {
      oldest.remove();
    }
    if (seen.putIfAbsent(accessKeyId + "\n" + nonce, now) != null) {
      throw SignatureErrors.nonceUsed();
    }
  }
}
