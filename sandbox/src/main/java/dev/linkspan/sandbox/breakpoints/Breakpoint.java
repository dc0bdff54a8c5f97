package dev.linkspan.sandbox.breakpoints;

import dev.linkspan.sandbox.api.Parameters;
import java.util.stream.Stream;

/**
 * Holds one call: the {@code nth} matching call, counted from the time the breakpoint is armed.
 *
 * @param name identifies the breakpoint
 * @param action action of an API, {@code ssh} for a command on a machine, or {@code *} for any
 * @param about part of the name or of a tag of the resource that the call concerns
 * @param nth number of the matching call, from 1
 * @param side whether to hold the call before or after its effect
 */
public record Breakpoint(String name, String action, String about, int nth, Side side) {

  /** When to hold the call. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /**
   * Reads a breakpoint from a request of the control API.
   *
   * @throws IllegalArgumentException if a field is missing or malformed
   * @throws dev.linkspan.sandbox.api.ApiError if a number is malformed or out of range
   */
  static Breakpoint of(Parameters wanted) {
    String name = wanted.text("name", "");
    String about = wanted.text("about", "");
    if (name.isEmpty() || about.isEmpty()) {
      throw new IllegalArgumentException("A breakpoint needs the fields name and about.");
    }
    return new Breakpoint(
        name,
        wanted.text("action", "*"),
        about,
        wanted.integer("nth", 1, 1, Integer.MAX_VALUE),
        side(wanted.text("side", "before")));
  }

  private static Side side(String text) {
    return Stream.of(Side.values())
        .filter(side -> side.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The side must be before or after."));
  }
}
