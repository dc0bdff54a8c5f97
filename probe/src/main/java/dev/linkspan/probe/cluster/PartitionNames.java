package dev.linkspan.probe.cluster;

import java.util.List;

/** Shortens lists of partitions for messages. */
public final class PartitionNames {
  private static final int MAX_NAMES = 5;

  private PartitionNames() {}

  /** The first five names, and the number of the others. */
  public static String shorten(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
    int more = names.size() - MAX_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
