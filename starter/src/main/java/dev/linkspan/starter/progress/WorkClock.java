package dev.linkspan.starter.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The time that a work has taken, without the times in which it waited for a person. */
final class WorkClock {
  private record Wait(Instant from, Instant to) {}

  private final Instant begun;
  private final List<Wait> waits = new ArrayList<>();
  private Optional<Instant> waitingSince = Optional.empty();

  WorkClock(Instant begun) {
    this.begun = begun;
  }

  /** The work waits for a person from now on, or goes on. */
  void waiting(boolean waits, Instant now) {
    if (waits && waitingSince.isEmpty()) {
      waitingSince = Optional.of(now);
    } else if (!waits && waitingSince.isPresent()) {
      this.waits.add(new Wait(waitingSince.get(), now));
      waitingSince = Optional.empty();
    }
  }

  /** How long the work had taken at this time; negative before its beginning. */
  Duration at(Instant time) {
    Duration taken = Duration.between(begun, time);
    for (Wait wait : waits) {
      taken = taken.minus(overlap(wait.from(), wait.to(), time));
    }
    return waitingSince.isPresent() ? taken.minus(overlap(waitingSince.get(), time, time)) : taken;
  }

  private static Duration overlap(Instant from, Instant to, Instant until) {
    Instant end = to.isBefore(until) ? to : until;
    return end.isAfter(from) ? Duration.between(from, end) : Duration.ZERO;
  }
}
