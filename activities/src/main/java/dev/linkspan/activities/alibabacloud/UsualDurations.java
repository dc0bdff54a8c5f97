package dev.linkspan.activities.alibabacloud;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a change usually takes until a read shows its end, by the action that starts it: the
 * first read comes then, and not before. Starts with what is known and learns from every wait.
 */
final class UsualDurations {
  private static final Duration UNKNOWN = Duration.ofMillis(400);
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Map<String, Duration> KNOWN =
      Map.of(
          "CreateVpc", Duration.ofMillis(800),
          "CreateVSwitch", Duration.ofMillis(700),
          "RunInstances", Duration.ofMillis(1500),
          "CreateLoadBalancer", Duration.ofMillis(2500),
          "CreateVpcEndpointService", Duration.ofMillis(1200),
          "DeleteVpcEndpointService", Duration.ofMillis(700),
          "DeleteLoadBalancer", Duration.ofMillis(700),
          "DeleteInstances", Duration.ofMillis(1200),
          "EnableVpcEndpointConnection", Duration.ofMillis(1200),
          "DisableVpcEndpointConnection", Duration.ofMillis(1200));

  private final Map<String, Duration> usual = new ConcurrentHashMap<>(KNOWN);

  Duration of(String action) {
    return usual.getOrDefault(action, UNKNOWN);
  }

  /**
   * Learns from one change.
   *
   * @param lastUnfinished when a read last showed it unfinished; zero if none did
   * @param finished when a read showed its end
   */
  void learn(String action, Duration lastUnfinished, Duration finished) {
    Duration next =
        lastUnfinished.isZero()
            ? finished.multipliedBy(9).dividedBy(10)
            : lastUnfinished.plus(finished).dividedBy(2);
    usual.put(action, next.compareTo(SHORTEST) < 0 ? SHORTEST : min(next, LONGEST));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
