package dev.linkspan.sandbox.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The regions and zones of the sandbox. */
public final class Regions {
  public static final String DEFAULT = "ap-southeast-1";

  /** The account that the sandbox's access key belongs to. */
  public static final String OWN_ACCOUNT = "1600000000000001";

  private static final Map<String, List<String>> ZONES = zones();

  private Regions() {}

  private static Map<String, List<String>> zones() {
    Map<String, List<String>> zones = new LinkedHashMap<>();
    zones.put(DEFAULT, List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"));
    zones.put("ap-southeast-5", List.of("ap-southeast-5a", "ap-southeast-5b"));
    zones.put("ap-northeast-1", List.of("ap-northeast-1a", "ap-northeast-1b"));
    zones.put("na-south-1", List.of("na-south-1a"));
    zones.put("cn-hongkong", List.of("cn-hongkong-a", "cn-hongkong-b"));
    return zones;
  }

  /** Returns the ids of all regions. */
  public static List<String> names() {
    return List.copyOf(ZONES.keySet());
  }

  /** Returns the name of a region for people. */
  static String localName(String region) {
    return switch (region) {
      case DEFAULT -> "Singapore";
      case "ap-southeast-5" -> "Indonesia (Jakarta)";
      case "ap-northeast-1" -> "Japan (Tokyo)";
      case "na-south-1" -> "Mexico";
      case "cn-hongkong" -> "China (Hong Kong)";
      default -> region;
    };
  }

  public static boolean exists(String region) {
    return ZONES.containsKey(region);
  }

  /** Returns the zone ids of a region; empty for an unknown region. */
  public static List<String> zonesOf(String region) {
    return ZONES.getOrDefault(region, List.of());
  }
}
