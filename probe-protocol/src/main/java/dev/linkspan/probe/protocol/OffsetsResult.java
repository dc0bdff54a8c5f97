package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Result of {@code offsets}.
 *
 * @param partitions empty if the topic does not exist
 */
public record OffsetsResult(List<Partition> partitions) {

  /**
   * A partition.
   *
   * @param leader node ID; -1 if there is none
   * @param end offset of the next message; -1 if there is no leader
   */
  public record Partition(int partition, int leader, long end) {}
}
