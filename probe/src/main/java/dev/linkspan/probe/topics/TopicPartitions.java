package dev.linkspan.probe.topics;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;

/** Reads the partitions of a topic. */
final class TopicPartitions {
  private TopicPartitions() {}

  /**
   * The partitions in order.
   *
   * @throws ExecutionException if the topic cannot be read, with the reason as its cause
   */
  static List<TopicPartitionInfo> of(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
    return Objects.requireNonNull(topics.get(topic), topic).partitions();
  }

  /** The node ID of a partition's leader; -1 if there is none. */
  static int leader(TopicPartitionInfo partition) {
    var leader = partition.leader();
    return leader == null || leader.isEmpty() ? -1 : leader.id();
  }
}
