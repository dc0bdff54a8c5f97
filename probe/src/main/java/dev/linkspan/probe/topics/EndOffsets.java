package dev.linkspan.probe.topics;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.OffsetsResult;
import dev.linkspan.probe.protocol.OffsetsResult.Partition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads the end offset of each partition of a topic. */
public final class EndOffsets {
  private EndOffsets() {}

  /**
   * A topic that does not exist has no partitions.
   *
   * @throws ExecutionException if Kafka does not answer, with the reason as its cause
   */
  public static OffsetsResult run(OffsetsRequest request)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      return new OffsetsResult(read(admin, request.topic()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return new OffsetsResult(List.of());
      }
      throw e;
    }
  }

  private static List<Partition> read(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    List<TopicPartitionInfo> partitions = TopicPartitions.of(admin, topic);
    Map<TopicPartition, OffsetSpec> led = new HashMap<>();
    partitions.stream()
        .filter(p -> TopicPartitions.leader(p) >= 0)
        .forEach(p -> led.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    var ends = admin.listOffsets(led).all().get();
    return partitions.stream()
        .map(
            p -> {
              long end =
                  Optional.ofNullable(ends.get(new TopicPartition(topic, p.partition())))
                      .map(ListOffsetsResultInfo::offset)
                      .orElse(-1L);
              return new Partition(p.partition(), TopicPartitions.leader(p), end);
            })
        .toList();
  }
}
