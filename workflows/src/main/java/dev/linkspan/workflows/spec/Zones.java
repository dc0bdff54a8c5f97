package dev.linkspan.workflows.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The zones a load balancer stands in: two to ten of one region, each once. */
final class Zones {
  private final Optional<String> region;
  private final Map<String, Integer> lineByZone = new HashMap<>();

  /**
   * @param region empty when it could not be read: zones are taken as they are then
   */
  Zones(Optional<String> region) {
    this.region = region;
  }

  /** The entries of {@code zones}. */
  List<Fields> entries(Fields network, String example) {
    List<Fields> entries = network.entries("zones", "at least two entries such as " + example);
    if (entries.size() == 1) {
      network.report(
          "zones",
          "there is one zone only",
          "Write at least two: a network load balancer stands in two zones or more.");
    }
    if (entries.size() > 10) {
      network.report(
          "zones",
          "there are " + entries.size() + " zones",
          "Write ten at most: a network load balancer stands in no more.");
    }
    return entries;
  }

  /** The zone of one of them. */
  Located<String> next(Fields entry) {
    Located<String> zone = read(entry);
    Integer earlier =
        zone.value().map(name -> lineByZone.putIfAbsent(name, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "zone",
          zone.or("") + " is written twice, first on line " + earlier,
          "Write each zone once.");
    }
    return zone;
  }

  /** Any zone of the region. */
  Located<String> read(Fields entry) {
    Format<String> format =
        region.<Format<String>>map(r -> text -> Regions.zone(r, text)).orElse(text -> text);
    return entry.required("zone", format, "a zone of the region");
  }
}
