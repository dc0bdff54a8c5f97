package dev.linkspan.sandbox.changefeed;

/**
 * What a changefeed says of itself.
 *
 * @param text why, for a person; empty while it runs well
 */
public record Status(State state, String text) {

  /** Whether rows arrive. */
  public enum State {
    /** Every partition has acknowledged its last row. */
    RUNNING,
    /** Something is wrong; it keeps trying. */
    WARNING,
    /** It has ended. */
    FAILED
  }
}
