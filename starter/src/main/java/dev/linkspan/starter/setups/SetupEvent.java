package dev.linkspan.starter.setups;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a setup.
 *
 * @param text one line for people
 */
public record SetupEvent(Instant at, Kind kind, String text) {

  /** What it is about. */
  public enum Kind {
    RUN,
    REQUEST,
    DECISION,
    STEP,
    PARKED,
    ROLLOUT,
    VERIFICATION,
    IGNORED;

    /** For people. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
