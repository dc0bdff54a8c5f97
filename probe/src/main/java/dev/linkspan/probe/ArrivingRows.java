package dev.linkspan.probe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Watches a topic that somebody else writes to. */
final class ArrivingRows {
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  private ArrivingRows() {}

  /**
   * @param bootstrap {@code host:port} of INTERNAL listeners
   * @param brokers every node id; each leads a partition of the topic, which is made where missing
   * @param seconds how long to wait for every partition to grow; 0 only makes the topic
   */
  record Request(List<String> bootstrap, Set<Integer> brokers, String topic, int seconds) {}

  /** In the order of partitions. */
  record Result(List<Growth> partitions) {}

  /**
   * @param leader node id, -1 where there is none
   * @param before end of the partition when the watching began
   * @param after its end now
   */
  record Growth(int partition, int leader, long before, long after) {}

  static Result run(Request request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    Map<Integer, Long> before =
        ends(request).stream()
            .collect(
                Collectors.toMap(
                    EndOffsets.Partition::partition,
                    EndOffsets.Partition::end,
                    (a, b) -> a,
                    TreeMap::new));
    long end = System.nanoTime() + request.seconds() * 1_000_000_000L;
    List<Growth> seen = growth(before, ends(request));
    while (seen.stream().anyMatch(g -> g.after() <= g.before()) && System.nanoTime() < end) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      seen = growth(before, ends(request));
    }
    return new Result(seen);
  }

  private static List<EndOffsets.Partition> ends(Request request) throws Exception {
    return EndOffsets.run(new EndOffsets.Request(request.bootstrap(), request.topic()))
        .partitions();
  }

  private static List<Growth> growth(Map<Integer, Long> before, List<EndOffsets.Partition> now) {
    return now.stream()
        .map(
            p ->
                new Growth(
                    p.partition(), p.leader(), before.getOrDefault(p.partition(), -1L), p.end()))
        .toList();
  }
}
