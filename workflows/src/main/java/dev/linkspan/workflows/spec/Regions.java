package dev.linkspan.workflows.spec;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The regions where a link can be created: those of Alibaba Cloud in which TiDB Cloud Essential
 * runs, according to its release notes (2026).
 */
final class Regions {
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "ap-southeast-1", "Singapore",
              "ap-southeast-5", "Jakarta",
              "ap-northeast-1", "Tokyo",
              "na-south-1", "Mexico",
              "cn-hongkong", "Hong Kong"));

  /** Regions whose only zone is enough for a network load balancer; elsewhere it needs two. */
  private static final Set<String> OF_ONE_ZONE = Set.of("na-south-1");

  private Regions() {}

  static boolean hasOneZone(String region) {
    return OF_ONE_ZONE.contains(region);
  }

  static String read(String text) throws InvalidValueException {
    if (NAMES.containsKey(text)) {
      return text;
    }
    String advice =
        NearestName.of(text, NAMES.keySet())
            .map(name -> "Did you mean \"" + name + "\"? ")
            .orElse("");
    throw new InvalidValueException(
        Quoted.of(text) + " is not an Alibaba Cloud region in which TiDB Cloud Essential runs",
        advice + "Known: " + String.join(", ", NAMES.keySet()) + ".");
  }

  /** Zone ids look like {@code ap-southeast-1a}, or {@code cn-hongkong-b} without a number. */
  static String zone(String region, String text) throws InvalidValueException {
    String letter = Character.isDigit(region.charAt(region.length() - 1)) ? "" : "-";
    if (text.matches(region + letter + "[a-z]")) {
      return text;
    }
    throw new InvalidValueException(
        Quoted.of(text) + " is not a zone of " + region,
        "Write a zone id such as " + region + letter + "a.");
  }
}
