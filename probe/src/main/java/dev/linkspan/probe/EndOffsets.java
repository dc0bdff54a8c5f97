package dev.linkspan.probe;

import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.OffsetsResult;
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

  static OffsetsResult run(OffsetsRequest request) throws Exception {
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
      return new OffsetsResult(
          topic.partitions().stream()
              .map(
                  p -> {
                    var end = ends.get(new TopicPartition(request.topic(), p.partition()));
                    return new OffsetsResult.Partition(
                        p.partition(), leader(p), end == null ? -1 : end.offset());
                  })
              .toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new OffsetsResult(List.of());
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
