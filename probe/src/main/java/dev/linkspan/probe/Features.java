package dev.linkspan.probe;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.DescribeFeaturesResult;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** What a cluster tells of its version. */
final class Features {
  /** First level of each release: the enum MetadataVersion of Kafka's own source. */
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
              Map.entry(26, "4.1")));

  private Features() {}

  /** The finalized level of {@code metadata.version}, -1 where there is none or it is not told. */
  static int metadataVersion(DescribeFeaturesResult asked) throws InterruptedException {
    try {
      FinalizedVersionRange range =
          asked.featureMetadata().get().finalizedFeatures().get("metadata.version");
      return range == null ? -1 : range.maxVersionLevel();
    } catch (ExecutionException e) {
      return -1;
    }
  }

  /** The release that brought this level, empty where unknown; brokers may be newer than it. */
  static String release(int metadataVersion) {
    var found = RELEASES.floorEntry(metadataVersion);
    return found == null ? "" : found.getValue();
  }
}
