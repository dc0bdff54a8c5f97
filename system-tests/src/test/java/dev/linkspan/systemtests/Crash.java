package dev.linkspan.systemtests;

import com.google.protobuf.Timestamp;
import dev.linkspan.systemtests.CrashPoint.Victim;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A death that was caused.
 *
 * @param started when the process was there again
 * @param ready when it said that it can work: how long that takes is the computer's affair
 */
record Crash(Victim victim, Instant killed, Instant started, Instant ready) {

  /**
   * How long after the new process was ready the last activity that had died with the old one was
   * at work again; zero where it already was. Empty where none had died.
   */
  Optional<Duration> resumedIn(List<HistoryEvent> events) {
    return victim == Victim.WORKER ? activityAgain(events) : firstEvent(events);
  }

  private Optional<Duration> activityAgain(List<HistoryEvent> events) {
    Map<Long, Instant> scheduled = new HashMap<>();
    Optional<Duration> longest = Optional.empty();
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        scheduled.put(event.getEventId(), instant(event.getEventTime()));
      } else if (event.hasWorkflowExecutionStartedEventAttributes()) {
        scheduled.clear();
      } else if (event.hasActivityTaskStartedEventAttributes()) {
        var begun = event.getActivityTaskStartedEventAttributes();
        Instant at = instant(event.getEventTime());
        boolean died =
            begun.getLastFailure().getTimeoutFailureInfo().getTimeoutType()
                == TimeoutType.TIMEOUT_TYPE_HEARTBEAT;
        if (died
            && at.isAfter(killed)
            && at.isBefore(ready.plusSeconds(60))
            && scheduled.get(begun.getScheduledEventId()).isBefore(killed)) {
          Duration took = sinceReady(at);
          longest = longest.filter(l -> l.compareTo(took) > 0).or(() -> Optional.of(took));
        }
      }
    }
    return longest;
  }

  private Optional<Duration> firstEvent(List<HistoryEvent> events) {
    return events.stream()
        .map(event -> instant(event.getEventTime()))
        .filter(started::isBefore)
        .min(Instant::compareTo)
        .map(this::sinceReady);
  }

  private Duration sinceReady(Instant at) {
    return at.isBefore(ready) ? Duration.ZERO : Duration.between(ready, at);
  }

  /** How long the new process took until it could work. */
  Duration start() {
    return Duration.between(started, ready);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
