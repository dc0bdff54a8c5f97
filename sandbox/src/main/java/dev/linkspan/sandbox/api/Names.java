package dev.linkspan.sandbox.api;

import java.util.regex.Pattern;

/** Filters by name. */
public final class Names {
  private Names() {}

  /** Whether a name matches a pattern in which {@code *} stands for any text. */
  public static boolean matches(String pattern, String name) {
    return Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", name);
  }

  /** Whether a name has a length in this range and does not start with the scheme of a URL. */
  public static boolean isPlain(String name, int shortest, int longest) {
    return name.length() >= shortest
        && name.length() <= longest
        && !name.startsWith("http://")
        && !name.startsWith("https://");
  }
}
