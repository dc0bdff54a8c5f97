package dev.linkspan.probe.inspection;

import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/**
 * Checks a cluster through its INTERNAL listener, once or until it meets a condition. While brokers
 * start and stop a check can find no broker: that is part of its result and not an error.
 */
public final class Inspection {
  private static final Duration BETWEEN_PASSED_CHECKS = Duration.ofSeconds(2);
  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(300);

  private Inspection() {}

  /** Returns when the condition is met, or after the first failed check after the timeout. */
  public static InspectResult run(InspectRequest request) throws InterruptedException {
    List<HostPort> brokers = brokersToAsk(request);
    List<String> bootstrap = brokers.stream().map(HostPort::toString).toList();
    try (Admin admin = KafkaClients.admin(bootstrap)) {
      return run(request, new HealthCheck(request, brokers, admin));
    }
  }

  private static InspectResult run(InspectRequest request, HealthCheck check)
      throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(request.timeoutSeconds()).toNanos();
    boolean repeated = request.until() == Until.IN_SYNC || request.until() == Until.GATE;
    int required = repeated ? Math.max(1, request.reads()) : 1;
    int passed = 0;
    while (true) {
      Health health = check.run();
      List<String> reasons = UnmetConditions.of(request, health);
      passed = reasons.isEmpty() ? passed + 1 : 0;
      if (passed >= required) {
        return new InspectResult(true, health, List.of());
      }
      if (System.nanoTime() >= end && passed == 0) {
        return new InspectResult(false, health, reasons);
      }
      Thread.sleep((passed > 0 ? BETWEEN_PASSED_CHECKS : BETWEEN_CHECKS).toMillis());
    }
  }

  /** All brokers but the one whose view does not count, unless it is the only one. */
  static List<HostPort> brokersToAsk(InspectRequest request) {
    Map<Integer, String> brokers = new TreeMap<>(request.brokers());
    Integer excluded = request.notFrom() == null ? request.nodeId() : request.notFrom();
    if (excluded != null && brokers.size() > 1) {
      brokers.remove(excluded);
    }
    return brokers.values().stream().map(a -> HostPort.parse(a, request.port())).toList();
  }
}
