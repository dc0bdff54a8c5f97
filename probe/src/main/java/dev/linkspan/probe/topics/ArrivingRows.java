package dev.linkspan.probe.topics;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.OffsetsResult.Partition;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Waits until someone else has written to each partition of a topic. */
public final class ArrivingRows {
  private static final Duration BETWEEN_READS = Duration.ofMillis(500);

  private ArrivingRows() {}

  /**
   * Returns when each partition that is written to has grown, or after the timeout.
   *
   * @throws Exception if the topic cannot be created or read
   */
  public static RowsResult run(RowsRequest request) throws Exception {
    try (Admin admin = KafkaClients.admin(request.bootstrap())) {
      new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    Map<Integer, Long> before =
        read(request).stream().collect(Collectors.toMap(Partition::partition, Partition::end));
    long end = System.nanoTime() + Duration.ofSeconds(request.timeoutSeconds()).toNanos();
    List<Growth> growth = growth(before, read(request));
    while (growth.stream().anyMatch(g -> isWaitedFor(g, request)) && System.nanoTime() < end) {
      Thread.sleep(BETWEEN_READS.toMillis());
      growth = growth(before, read(request));
    }
    return new RowsResult(growth);
  }

  private static boolean isWaitedFor(Growth growth, RowsRequest request) {
    boolean written = request.partitions() == null || growth.partition() < request.partitions();
    return written && growth.after() <= growth.before();
  }

  private static List<Partition> read(RowsRequest request)
      throws ExecutionException, InterruptedException {
    return EndOffsets.run(new OffsetsRequest(request.bootstrap(), request.topic())).partitions();
  }

  private static List<Growth> growth(Map<Integer, Long> before, List<Partition> now) {
    return now.stream()
        .map(
            p ->
                new Growth(
                    p.partition(), p.leader(), before.getOrDefault(p.partition(), -1L), p.end()))
        .toList();
  }
}
