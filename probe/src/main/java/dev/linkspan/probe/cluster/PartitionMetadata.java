package dev.linkspan.probe.cluster;

import java.util.List;

/**
 * The replicas of a partition.
 *
 * @param leader node ID; -1 if there is none
 * @param replicas node IDs, the preferred leader first
 * @param inSync node IDs of the in-sync replicas
 */
public record PartitionMetadata(
    String topic, int partition, int leader, List<Integer> replicas, List<Integer> inSync) {

  /** Returns {@code topic-partition}. */
  public String name() {
    return topic + "-" + partition;
  }

  /** Whether a replica is not in sync. */
  public boolean underReplicated() {
    return inSync.size() < replicas.size();
  }

  /** Whether there is no leader. */
  public boolean leaderless() {
    return leader < 0;
  }

  /** The worse of what two brokers know about the same partition. */
  PartitionMetadata worseOf(PartitionMetadata other) {
    return new PartitionMetadata(
        topic,
        partition,
        other.leaderless() ? -1 : leader,
        replicas,
        inSync.stream().filter(other.inSync::contains).toList());
  }
}
