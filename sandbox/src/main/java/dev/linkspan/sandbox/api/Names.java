package dev.linkspan.sandbox.api;

import java.util.regex.Pattern;

/** Filters by name. */
public final class Names {
  private Names() {}

  /** Whether a name matches a pattern in which {@code *} stands for anything. */
  public static boolean matches(String pattern, String name) {
    return Pattern.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", name);
  }

  /** 1 to {@code longest} characters, not starting with a URL's scheme. */
  public static boolean isPlain(String name, int shortest, int longest) {
    return name.length() >= shortest
        && name.length() <= longest
        && !name.startsWith("http://")
        && !name.startsWith("https://");
  }
}
