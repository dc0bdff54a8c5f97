package dev.linkspan.sandbox.breakpoints;

import dev.linkspan.sandbox.api.Parameters;
import java.util.Locale;

/**
 * An instant to hold: the {@code nth} call of an action, from now on, that is about something.
 *
 * @param name of the point, for asking and releasing
 * @param action an API's action or operation, or {@code ssh} for a command on a machine; {@code *}
 *     for any
 * @param about a part of the name or of a tag of the resource that the call is about
 */
public record Breakpoint(String name, String action, String about, int nth, Side side) {

  /** Which side of the effect. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /**
   * @throws IllegalArgumentException where a field is missing or wrong
   */
  static Breakpoint of(Parameters wanted) {
    String name = wanted.text("name", "");
    String about = wanted.text("about", "");
    if (name.isEmpty() || about.isEmpty()) {
      throw new IllegalArgumentException("a point needs a name, and something to be about");
    }
    return new Breakpoint(
        name,
        wanted.text("action", "*"),
        about,
        wanted.integer("nth", 1),
        Side.valueOf(wanted.text("side", "before").toUpperCase(Locale.ROOT)));
  }
}
