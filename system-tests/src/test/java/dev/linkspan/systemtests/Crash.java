package dev.linkspan.systemtests;

import com.google.protobuf.Timestamp;
import dev.linkspan.systemtests.CrashPoint.Victim;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
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
 * @param started when the process was there again; of several, the worker
 * @param ready when it said that it can work: how long that takes is the computer's affair
 */
record Crash(Victim victim, Instant killed, Instant started, Instant ready) {
  private static final Duration NEAR = Duration.ofSeconds(60);

  /**
   * When the last piece of work that had died was taken up again: an activity, or the decision what
   * comes next. Empty where none had died: an activity outlives the server, and a machine.
   *
   * @param others the deaths of the same setup: what began again after the next one tells of that
   *     one, since the server writes down only the last beginning of an activity
   */
  Optional<Instant> resumed(List<HistoryEvent> events, List<Crash> others) {
    Instant until =
        others.stream()
            .map(Crash::killed)
            .filter(killed::isBefore)
            .min(Instant::compareTo)
            .orElse(ready.plus(NEAR));
    return workAgain(events, until);
  }

  /** How long after the new process was ready; zero where it already was. */
  Duration sinceReady(Instant at) {
    return since(ready, at);
  }

  /** How long after the new process was started. */
  Duration sinceStart(Instant at) {
    return since(started, at);
  }

  private static Duration since(Instant begin, Instant at) {
    return at.isBefore(begin) ? Duration.ZERO : Duration.between(begin, at);
  }

  private Optional<Instant> workAgain(List<HistoryEvent> events, Instant until) {
    Map<Long, Instant> scheduled = new HashMap<>();
    Optional<Instant> last = Optional.empty();
    boolean decisionDied = false;
    for (HistoryEvent event : events) {
      Instant at = instant(event.getEventTime());
      boolean again = false;
      if (event.hasActivityTaskScheduledEventAttributes()) {
        scheduled.put(event.getEventId(), at);
      } else if (event.hasWorkflowExecutionStartedEventAttributes()) {
        scheduled.clear();
        decisionDied = false;
      } else if (event.hasActivityTaskStartedEventAttributes()) {
        var begun = event.getActivityTaskStartedEventAttributes();
        again = died(begun) && scheduled.get(begun.getScheduledEventId()).isBefore(killed);
      } else if (event.hasWorkflowTaskTimedOutEventAttributes()) {
        decisionDied = timedOut(event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType());
      } else if (event.hasWorkflowTaskStartedEventAttributes()) {
        again = decisionDied;
        decisionDied = false;
      }
      if (again && at.isAfter(killed) && at.isBefore(until)) {
        last = last.filter(at::isBefore).or(() -> Optional.of(at));
      }
    }
    return last;
  }

  private static boolean died(ActivityTaskStartedEventAttributes begun) {
    return timedOut(begun.getLastFailure().getTimeoutFailureInfo().getTimeoutType());
  }

  /** Whether it had been begun, and then nothing was heard of it. */
  private static boolean timedOut(TimeoutType type) {
    return type == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
        || type == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE;
  }

  /** How long the new process took until it could work. */
  Duration start() {
    return Duration.between(started, ready);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
