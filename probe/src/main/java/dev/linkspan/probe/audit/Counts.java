package dev.linkspan.probe.audit;

import dev.linkspan.probe.protocol.AuditFigures;

/** Sums up figures of an audit from single events. */
final class Counts {
  static final AuditFigures NONE = new AuditFigures(0, 0, 0, 0, 0, 0, 0, 0);
  static final AuditFigures SENT = new AuditFigures(1, 0, 0, 0, 0, 0, 0, 0);
  static final AuditFigures CONSUMED = new AuditFigures(0, 0, 1, 0, 0, 0, 0, 0);
  static final AuditFigures LOST = new AuditFigures(0, 0, 0, 1, 0, 0, 0, 0);
  static final AuditFigures DUPLICATED = new AuditFigures(0, 0, 0, 0, 1, 0, 0, 0);
  static final AuditFigures FAILED = new AuditFigures(0, 0, 0, 0, 0, 1, 0, 0);

  private Counts() {}

  /** One message, acknowledged after this many milliseconds. */
  static AuditFigures acked(long millis) {
    return new AuditFigures(0, 1, 0, 0, 0, 0, millis, 0);
  }

  /** This many milliseconds without a message. */
  static AuditFigures pause(long millis) {
    return new AuditFigures(0, 0, 0, 0, 0, 0, 0, millis);
  }

  /** Adds the numbers and keeps the longest times. */
  static AuditFigures sum(AuditFigures a, AuditFigures b) {
    return new AuditFigures(
        a.sent() + b.sent(),
        a.acked() + b.acked(),
        a.consumed() + b.consumed(),
        a.lost() + b.lost(),
        a.duplicated() + b.duplicated(),
        a.failed() + b.failed(),
        Math.max(a.slowestAckMillis(), b.slowestAckMillis()),
        Math.max(a.longestPauseMillis(), b.longestPauseMillis()));
  }
}
