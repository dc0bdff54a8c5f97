package dev.linkspan.probe.cluster;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** The finalized level of the feature {@code metadata.version}, and the release it belongs to. */
public final class MetadataVersion {
  /** First level of each release: the enum MetadataVersion in Kafka's source. */
  private static final NavigableMap<Integer, String> RELEASES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(1, "3.0"),
              Map.entry(2, "3.1"),
              Map.entry(3, "3.2"),
              Map.entry(4, "3.3"),
              Map.entry(8, "3.4"),
              Map.entry(9, "3.5"),
              Map.entry(12, "3.6"),
              Map.entry(15, "3.7"),
              Map.entry(20, "3.8"),
              Map.entry(21, "3.9"),
              Map.entry(22, "4.0"),
              Map.entry(26, "4.1"),
              Map.entry(28, "4.2"),
              Map.entry(30, "4.3"),
              Map.entry(31, "4.4")));

  private MetadataVersion() {}

  /** Waits for the features; returns the level, or -1 if there is none or it cannot be read. */
  public static int level(DescribeFeaturesResult features) throws InterruptedException {
    try {
      FinalizedVersionRange range =
          features.featureMetadata().get().finalizedFeatures().get("metadata.version");
      return range == null ? -1 : range.maxVersionLevel();
    } catch (ExecutionException e) {
      return -1;
    }
  }

  /**
   * The release that introduced a level, such as {@code 3.7}; empty if unknown. Brokers can be
   * newer.
   */
  public static String release(int level) {
    var found = RELEASES.floorEntry(level);
    return found == null ? "" : found.getValue();
  }
}
