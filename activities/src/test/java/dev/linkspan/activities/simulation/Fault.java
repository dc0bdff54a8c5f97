package dev.linkspan.activities.simulation;

/** A fault of one call to a cloud. */
enum Fault {
  NONE,
  /** Too many calls; no effect. */
  THROTTLED,
  /** An internal error; no effect. */
  FAILED,
  /** An internal error after the effect. */
  FAILED_AFTER,
  /** The connection is reset; no effect. */
  RESET,
  /** The connection is reset after the effect. */
  REPLY_LOST,
  /** The state does not allow the call now; no effect. */
  CONFLICT,
  /** The permission is missing: the setup parks. */
  FORBIDDEN,
  /** The worker dies before the call. */
  CRASH,
  /** The worker dies after the effect, before it gets the response. */
  CRASH_AFTER;

  /** Whether the call has its effect. */
  boolean hasEffect() {
    return switch (this) {
      case NONE, FAILED_AFTER, REPLY_LOST, CRASH_AFTER -> true;
      default -> false;
    };
  }
}
