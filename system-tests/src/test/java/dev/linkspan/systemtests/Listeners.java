package dev.linkspan.systemtests;

import java.util.ArrayList;
import java.util.List;

/** Which changes a setup may make to a broker's configuration file. */
final class Listeners {
  private static final int KEYS = 3;

  private Listeners() {}

  /** Whether the file is unchanged, or differs only by the added listener. */
  static boolean onlyAdded(String before, String now) {
    return now.equals(before) || isWithListener(before, now);
  }

  private static boolean isWithListener(String before, String now) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> lines = List.of(now.split("\n", -1));
    List<String> added = new ArrayList<>();
    for (int i = 0; i < Math.min(old.size(), lines.size()); i++) {
      if (!lines.get(i).startsWith(old.get(i))) {
        return false;
      }
      added.add(lines.get(i).substring(old.get(i).length()));
    }
    added.removeIf(String::isEmpty);
    return lines.size() == old.size()
        && added.size() == KEYS
        && added.stream().allMatch(text -> text.startsWith(",EXTERNAL:"));
  }
}
