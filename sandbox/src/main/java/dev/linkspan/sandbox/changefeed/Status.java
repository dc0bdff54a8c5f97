package dev.linkspan.sandbox.changefeed;

/**
 * The status of a changefeed.
 *
 * @param text reason for a person to read; empty if the changefeed works
 */
public record Status(State state, String text) {

  /** Whether rows arrive in Kafka. */
  public enum State {
    /** Every partition has acknowledged its last row. */
    RUNNING,
    /** There is a problem, and the changefeed retries. */
    WARNING,
    /** The changefeed has ended. */
    FAILED
  }
}
