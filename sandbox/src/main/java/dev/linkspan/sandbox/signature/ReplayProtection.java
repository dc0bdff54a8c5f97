package dev.linkspan.sandbox.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Rejects timestamps that are more than 15 minutes off, and repeated nonces. */
final class ReplayProtection {
  private static final Duration TOLERANCE = Duration.ofMinutes(15);

  private final Clock clock;
  private final UsedNonces used;

  ReplayProtection(Clock clock, UsedNonces used) {
    this.clock = clock;
    this.used = used;
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

  void checkNonce(String accessKeyId, String nonce) {
    Instant now = clock.instant();
    // A request can be sent again for as long as its timestamp is accepted.
    if (!used.add(accessKeyId + "\n" + nonce, now, now.minus(TOLERANCE.multipliedBy(2)))) {
      throw SignatureErrors.nonceUsed();
    }
  }
}
