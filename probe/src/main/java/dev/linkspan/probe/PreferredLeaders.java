package dev.linkspan.probe;

import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.ElectResult;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/** Gives leadership back to the replicas that are first in their lists. */
final class PreferredLeaders {
  private PreferredLeaders() {}

  static ElectResult run(ElectRequest request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      return new ElectResult(elect(admin, null));
    }
  }

  /** Null elects for every partition. */
  static Map<String, String> elect(Admin admin, Set<TopicPartition> partitions) throws Exception {
    Map<TopicPartition, Optional<Throwable>> answers =
        admin.electLeaders(ElectionType.PREFERRED, partitions).partitions().get();
    Map<String, String> notElected = new TreeMap<>();
    answers.forEach(
        (partition, problem) ->
            problem
                .filter(p -> !(p instanceof ElectionNotNeededException))
                .ifPresent(p -> notElected.put(partition.toString(), Problems.describe(p))));
    return notElected;
  }
}
