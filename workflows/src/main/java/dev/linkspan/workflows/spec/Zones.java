package dev.linkspan.workflows.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the zones of a load balancer: two to ten different zones of one region. */
final class Zones {
  private final Optional<String> region;
  private final Map<String, Integer> lineByZone = new HashMap<>();

  /**
   * @param region empty if it is invalid: then any zone is accepted
   */
  Zones(Optional<String> region) {
    this.region = region;
  }

  /** The entries of {@code zones}. */
  List<Fields> entries(Fields network, String example) {
    List<Fields> entries = network.entries("zones", "at least two entries such as " + example);
    if (entries.size() == 1 && region.filter(Regions::hasOneZone).isEmpty()) {
      network.report(
          "zones",
          "there is only one zone",
          "Write at least two: a network load balancer needs two zones or more.");
    }
    if (entries.size() > 10) {
      network.report(
          "zones",
          "there are " + entries.size() + " zones",
          "Write at most ten: a network load balancer cannot have more.");
    }
    return entries;
  }

  /** Reads the zone of one entry. */
  FieldValue<String> next(Fields entry) {
    FieldValue<String> zone = read(entry);
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

  /** Reads a zone of the region. */
  FieldValue<String> read(Fields entry) {
    Format<String> format =
        region.<Format<String>>map(r -> text -> Regions.zone(r, text)).orElse(text -> text);
    return entry.required("zone", format, "a zone of the region");
  }
}
