package dev.linkspan.probe;

import java.util.List;

/**
 * Who holds a partition.
 *
 * @param leader node id, -1 where there is none
 * @param replicas node ids, the preferred leader first
 */
record Replicas(
    String topic, int partition, int leader, List<Integer> replicas, List<Integer> inSync) {

  String name() {
    return topic + "-" + partition;
  }

  boolean underReplicated() {
    return inSync.size() < replicas.size();
  }

  boolean leaderless() {
    return leader < 0;
  }

  /** The worse of what two brokers say of the same partition. */
  Replicas agreeing(Replicas other) {
    return new Replicas(
        topic,
        partition,
        other.leaderless() ? -1 : leader,
        replicas,
        inSync.stream().filter(other.inSync::contains).toList());
  }
}
