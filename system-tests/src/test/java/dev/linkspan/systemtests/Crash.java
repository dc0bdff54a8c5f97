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
 * A crash that a test caused.
 *
 * @param started when the process was started again; if several were killed, the worker
 * @param ready when the process reported that it is ready; how long that takes depends on the
 *     computer
 */
record Crash(Victim victim, Instant killed, Instant started, Instant ready) {
  private static final Duration NEAR = Duration.ofSeconds(60);

  /**
   * When the last interrupted activity or workflow task was started again. Empty if none was
   * interrupted: an activity survives a crash of the server or of a machine.
   *
   * @param others the crashes of the same setup. What starts after the next crash belongs to that
   *     crash, because the server records only the last start of an activity.
   */
  Optional<Instant> resumed(List<HistoryEvent> events, List<Crash> others) {
    Instant until =
        others.stream()
            .map(Crash::killed)
            .filter(killed::isBefore)
            .min(Instant::compareTo)
            .orElse(ready.plus(NEAR));
    return lastResumption(events, until);
  }

  /** The time since the new process was ready; zero if it was not ready yet. */
  Duration sinceReady(Instant at) {
    return since(ready, at);
  }

  /** The time since the new process was started. */
  Duration sinceStart(Instant at) {
    return since(started, at);
  }

  private static Duration since(Instant begin, Instant at) {
    return at.isBefore(begin) ? Duration.ZERO : Duration.between(begin, at);
  }

  private Optional<Instant> lastResumption(List<HistoryEvent> events, Instant until) {
    Map<Long, Instant> scheduled = new HashMap<>();
    Optional<Instant> last = Optional.empty();
    boolean workflowTaskLost = false;
    for (HistoryEvent event : events) {
      Instant at = instant(event.getEventTime());
      boolean resumed = false;
      if (event.hasActivityTaskScheduledEventAttributes()) {
        scheduled.put(event.getEventId(), at);
      } else if (event.hasWorkflowExecutionStartedEventAttributes()) {
        scheduled.clear();
        workflowTaskLost = false;
      } else if (event.hasActivityTaskStartedEventAttributes()) {
        var start = event.getActivityTaskStartedEventAttributes();
        resumed =
            isRetryAfterTimeout(start)
                && scheduled.get(start.getScheduledEventId()).isBefore(killed);
      } else if (event.hasWorkflowTaskTimedOutEventAttributes()) {
        workflowTaskLost =
            timedOut(event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType());
      } else if (event.hasWorkflowTaskStartedEventAttributes()) {
        resumed = workflowTaskLost;
        workflowTaskLost = false;
      }
      if (resumed && at.isAfter(killed) && at.isBefore(until)) {
        last = last.filter(at::isBefore).or(() -> Optional.of(at));
      }
    }
    return last;
  }

  private static boolean isRetryAfterTimeout(ActivityTaskStartedEventAttributes start) {
    return timedOut(start.getLastFailure().getTimeoutFailureInfo().getTimeoutType());
  }

  /** Whether the work had started and then its worker disappeared. */
  private static boolean timedOut(TimeoutType type) {
    return type == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
        || type == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE;
  }

  /** How long the new process took until it was ready. */
  Duration startupTime() {
    return Duration.between(started, ready);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
