package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.ExternalEntries;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.ExamineResult.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the probe answers of a healthy cluster of {@link TestLink}, until a test changes it. */
final class ExaminedCluster {
  String clusterId = TestLink.CLUSTER;
  List<Integer> brokers;
  int activeController = 1;
  List<Integer> lagging = List.of();
  String leaderless = "";
  String belowMinIsr = "";
  Map<Integer, Integer> outOfSync = Map.of();
  Map<Integer, String> failedLogDirs = Map.of();
  final List<Running> running = new ArrayList<>();
  final Map<Integer, Map<Integer, String>> served = new TreeMap<>();
  Map<Integer, String> notServed = Map.of();
  List<String> problems = List.of();

  ExaminedCluster(List<Integer> ids) {
    brokers = ids;
    for (int id : ids) {
      Map<Integer, String> told = new TreeMap<>();
      ids.forEach(other -> told.put(other, TestLink.advertised(other)));
      served.put(id, told);
      running.add(running(id, TestLink.advertised(id)));
    }
  }

  private static Running running(int id, String advertised) {
    return new Running(
        id,
        "INTERNAL://10.0.0.%d:9092,EXTERNAL://10.0.0.%1$d:39092".formatted(id),
        "INTERNAL://10.0.0.%d:9092,EXTERNAL://%s".formatted(id, advertised),
        "INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT",
        List.of("/data"),
        Map.of(),
        List.of());
  }

  /** Every broker runs with these settings. */
  void runsWith(Map<String, String> settings, String... dynamic) {
    running.replaceAll(
        was ->
            new Running(
                was.id(),
                was.listeners(),
                was.advertisedListeners(),
                was.protocolMap(),
                was.logDirs(),
                settings,
                List.of(dynamic)));
  }

  /** A file whose listener for TiDB Cloud is advertised at this address. */
  static ExternalEntries file(int id, String advertised) {
    Running running = running(id, advertised);
    return ExternalEntries.ofRunning(
        running.listeners(), running.advertisedListeners(), running.protocolMap(), "EXTERNAL");
  }

  /** A broker runs with another address, and all brokers tell clients so. */
  void runsWith(int id, String advertised) {
    running.set(id - 1, running(id, advertised));
    served.values().forEach(told -> told.put(id, advertised));
  }

  /** A broker is down, with everything that follows from it. */
  void stop(int id) {
    brokers = brokers.stream().filter(other -> other != id).toList();
    running.removeIf(broker -> broker.id() == id);
    served.remove(id);
    served.values().forEach(told -> told.remove(id));
    notServed = Map.of(id, "Connection refused");
    outOfSync = Map.of(id, 12);
    lagging = List.of(id);
  }

  ExamineResult result() {
    return new ExamineResult(
        clusterId,
        brokers,
        activeController,
        lagging,
        leaderless,
        belowMinIsr,
        outOfSync,
        failedLogDirs,
        running,
        served,
        notServed,
        problems);
  }
}
