package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.activities.brokers.MachineFacts.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells a machine's wrong clock apart from a wrong clock of the worker. */
final class ClockComparison {
  /** More than NTP ever leaves, and less than anything depends on. */
  static final Duration TOLERANCE = Duration.ofSeconds(10);

  private ClockComparison() {}

  /**
   * How far the clocks are usually ahead of the worker's: what more than half of the machines and
   * the worker agree on, or else zero.
   */
  static Duration usual(Collection<MachineReading> machines) {
    List<Duration> ahead = new ArrayList<>(List.of(Duration.ZERO));
    for (MachineReading machine : machines) {
      machine.answer().flatMap(MachineFacts::clock).map(Clock::ahead).ifPresent(ahead::add);
    }
    return ahead.stream()
        .filter(one -> ahead.stream().filter(other -> near(one, other)).count() * 2 > ahead.size())
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private static boolean near(Duration one, Duration other) {
    return one.minus(other).abs().compareTo(TOLERANCE) <= 0;
  }
}
