package dev.linkspan.workflows.spec;

import java.util.Map;
import java.util.TreeMap;

/**
 * The regions a link can be built in: those of Alibaba Cloud where TiDB Cloud Essential runs, as
 * its release notes name them (2026).
 */
final class Regions {
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "ap-southeast-1", "Singapore",
              "ap-southeast-5", "Jakarta",
              "ap-northeast-1", "Tokyo",
              "cn-hongkong", "Hong Kong"));

  private Regions() {}

  static String read(String text) throws Refusal {
    if (NAMES.containsKey(text)) {
      return text;
    }
    String advice =
        Nearest.to(text, NAMES.keySet()).map(name -> "Did you mean \"" + name + "\"? ").orElse("");
    throw new Refusal(
        Shown.value(text) + " is not an Alibaba Cloud region in which TiDB Cloud Essential runs",
        advice + "Known: " + String.join(", ", NAMES.keySet()) + ".");
  }

  /** Zones are named {@code ap-southeast-1a}, or {@code cn-hongkong-b} where no number ends it. */
  static String zone(String region, String text) throws Refusal {
    String letter = Character.isDigit(region.charAt(region.length() - 1)) ? "" : "-";
    if (text.matches(region + letter + "[a-z]")) {
      return text;
    }
    throw new Refusal(
        Shown.value(text) + " is not a zone of " + region,
        "Write a zone id such as " + region + letter + "a.");
  }
}
