package dev.linkspan.activities.simulation;

/** What goes wrong with one call to a cloud. */
enum Fault {
  NONE,
  /** Too many calls; no effect. */
  THROTTLED,
  /** An internal error; no effect. */
  FAILED,
  /** An internal error, although the call had its effect. */
  FAILED_AFTER,
  /** The connection is reset; no effect. */
  RESET,
  /** The connection is reset after the effect. */
  REPLY_LOST,
  /** The state does not allow it now; no effect. */
  CONFLICT,
  /** The permission is missing: the setup parks. */
  FORBIDDEN,
  /** The worker dies before the call. */
  CRASH,
  /** The worker dies after the effect, before it learns of it. */
  CRASH_AFTER;

  boolean lets() {
    return switch (this) {
      case NONE, FAILED_AFTER, REPLY_LOST, CRASH_AFTER -> true;
      default -> false;
    };
  }
}
