package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Result of {@code rows}.
 *
 * @param partitions in order
 */
public record RowsResult(List<Growth> partitions) {

  /**
   * How much a partition grew.
   *
   * @param leader node ID; -1 if there is none
   * @param before end offset when the wait began
   * @param after end offset when the wait ended
   */
  public record Growth(int partition, int leader, long before, long after) {}
}
