package dev.linkspan.probe.topics;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.ElectResult;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.jspecify.annotations.Nullable;

/** Makes preferred replicas the leaders of their partitions. */
public final class PreferredLeaders {
  private PreferredLeaders() {}

  /**
   * Elects the preferred leaders of all partitions.
   *
   * @throws ExecutionException if Kafka refuses, with the reason as its cause
   */
  public static ElectResult run(ElectRequest request)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      return new ElectResult(elect(admin, null));
    }
  }

  /**
   * Returns why a partition keeps its leader, by {@code topic-partition}.
   *
   * @param partitions null, as in Kafka's API, for all partitions
   */
  static Map<String, String> elect(Admin admin, @Nullable Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Optional<Throwable>> answers =
        admin.electLeaders(ElectionType.PREFERRED, partitions).partitions().get();
    Map<String, String> notElected = new TreeMap<>();
    answers.forEach(
        (partition, error) ->
            error
                .filter(e -> !(e instanceof ElectionNotNeededException))
                .ifPresent(e -> notElected.put(partition.toString(), ErrorText.of(e))));
    return notElected;
  }
}
