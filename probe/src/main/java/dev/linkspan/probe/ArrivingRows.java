package dev.linkspan.probe;

import dev.linkspan.probe.protocol.OffsetsRequest;
import dev.linkspan.probe.protocol.OffsetsResult;
import dev.linkspan.probe.protocol.RowsRequest;
import dev.linkspan.probe.protocol.RowsResult;
import dev.linkspan.probe.protocol.RowsResult.Growth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Watches a topic that somebody else writes to. */
final class ArrivingRows {
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  private ArrivingRows() {}

  static RowsResult run(RowsRequest request) throws Exception {
    try (Admin admin = Clients.admin(request.bootstrap())) {
      new LeaderTopic(admin, request.topic(), request.brokers()).ensure();
    }
    Map<Integer, Long> before =
        ends(request).stream()
            .collect(
                Collectors.toMap(
                    OffsetsResult.Partition::partition,
                    OffsetsResult.Partition::end,
                    (a, b) -> a,
                    TreeMap::new));
    long end = System.nanoTime() + request.timeoutSeconds() * 1_000_000_000L;
    List<Growth> seen = growth(before, ends(request));
    while (seen.stream().anyMatch(g -> g.after() <= g.before()) && System.nanoTime() < end) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      seen = growth(before, ends(request));
    }
    return new RowsResult(seen);
  }

  private static List<OffsetsResult.Partition> ends(RowsRequest request) throws Exception {
    return EndOffsets.run(new OffsetsRequest(request.bootstrap(), request.topic())).partitions();
  }

  private static List<Growth> growth(Map<Integer, Long> before, List<OffsetsResult.Partition> now) {
    return now.stream()
        .map(
            p ->
                new Growth(
                    p.partition(), p.leader(), before.getOrDefault(p.partition(), -1L), p.end()))
        .toList();
  }
}
