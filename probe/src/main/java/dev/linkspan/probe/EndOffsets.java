package dev.linkspan.probe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How far each partition of a topic is filled. */
final class EndOffsets {
  private EndOffsets() {}

  /** Where to ask, and about which topic. */
  record Request(List<String> bootstrap, String topic) {}

  /** Empty where there is no such topic. */
  record Result(List<Partition> partitions) {}

  /**
   * @param leader node id, -1 where there is none
   * @param end the offset the next message gets, -1 where there is no leader
   */
  record Partition(int partition, int leader, long end) {}

  static Result run(Request request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      TopicDescription topic =
          admin.describeTopics(List.of(request.topic())).allTopicNames().get().get(request.topic());
      Map<TopicPartition, OffsetSpec> led = new HashMap<>();
      topic.partitions().stream()
          .filter(p -> leader(p) >= 0)
          .forEach(
              p ->
                  led.put(new TopicPartition(request.topic(), p.partition()), OffsetSpec.latest()));
      var ends = admin.listOffsets(led).all().get();
      return new Result(
          topic.partitions().stream()
              .map(
                  p -> {
                    var end = ends.get(new TopicPartition(request.topic(), p.partition()));
                    return new Partition(p.partition(), leader(p), end == null ? -1 : end.offset());
                  })
              .toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new Result(List.of());
      }
      throw e;
    }
  }

  static int leader(TopicPartitionInfo partition) {
    return partition.leader() == null || partition.leader().isEmpty()
        ? -1
        : partition.leader().id();
  }
}
