package dev.linkspan.probe.audit;

/**
 * Counted messages.
 *
 * @param acked acknowledged by every in-sync copy
 * @param consumed read back, each counted once
 * @param lost acknowledged and not consumed although a later one of its partition was; at the end,
 *     every acknowledged one that was not consumed
 * @param duplicated read once more than they should be
 * @param failed never acknowledged; the producer gave up
 * @param slowestAckMillis from handing a message to the producer to its acknowledgement
 * @param longestPauseMillis without a message from some partition
 */
record Figures(
    long sent,
    long acked,
    long consumed,
    long lost,
    long duplicated,
    long failed,
    long slowestAckMillis,
    long longestPauseMillis) {

  static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

  static final Figures SENT = new Figures(1, 0, 0, 0, 0, 0, 0, 0);
  static final Figures CONSUMED = new Figures(0, 0, 1, 0, 0, 0, 0, 0);
  static final Figures LOST = new Figures(0, 0, 0, 1, 0, 0, 0, 0);
  static final Figures DUPLICATED = new Figures(0, 0, 0, 0, 1, 0, 0, 0);
  static final Figures FAILED = new Figures(0, 0, 0, 0, 0, 1, 0, 0);

  static Figures acked(long millis) {
    return new Figures(0, 1, 0, 0, 0, 0, millis, 0);
  }

  static Figures pause(long millis) {
    return new Figures(0, 0, 0, 0, 0, 0, 0, millis);
  }

  Figures plus(Figures more) {
    return new Figures(
        sent + more.sent,
        acked + more.acked,
        consumed + more.consumed,
        lost + more.lost,
        duplicated + more.duplicated,
        failed + more.failed,
        Math.max(slowestAckMillis, more.slowestAckMillis),
        Math.max(longestPauseMillis, more.longestPauseMillis));
  }
}
