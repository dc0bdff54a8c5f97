package dev.linkspan.activities.verification;

import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Verification.VerificationInput;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.common.converter.DataConverterException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the Temporal Schedule that exists with the planned one. Pure. */
final class ScheduleChecks {
  private static final String HOP = "verification schedule";

  private ScheduleChecks() {}

  /**
   * @param found the schedule of the link; empty if there is none
   */
  static Check check(Link link, Optional<Schedule> found) {
    String wanted = link.plan().verification().recurrence().text();
    boolean off = link.plan().verification().recurrence().isOff();
    if (found.isEmpty()) {
      return off ? passed("off") : finding(link, "is gone", wanted, adds());
    }
    if (off) {
      return finding(link, "runs " + text(found.get().getSpec()), wanted, changes());
    }
    return check(link, found.get(), wanted);
  }

  private static Check check(Link link, Schedule found, String wanted) {
    Schedule planned = PlannedSchedule.of(link);
    if (!times(found.getSpec()).equals(times(planned.getSpec()))) {
      return finding(link, "runs " + text(found.getSpec()), wanted, changes());
    }
    Optional<String> limited = limited(found.getSpec());
    if (limited.isPresent()) {
      return finding(link, limited.get(), wanted, changes());
    }
    Optional<String> other = otherAction(link, found);
    if (other.isPresent()) {
      return finding(link, other.get(), "starts a verification of this link", changes());
    }
    if (!found.getPolicy().getOverlap().equals(planned.getPolicy().getOverlap())
        || found.getState().isLimitedAction()) {
      return finding(
          link, "runs overlap, or end after a number", "endless runs, never two", changes());
    }
    if (found.getState().isPaused() && !VerificationSchedule.isPausedByLinkspan(found.getState())) {
      return finding(link, "is paused: " + found.getState().getNote(), wanted, changes());
    }
    return passed(wanted);
  }

  private static Repair adds() {
    return Repair.adds(Repair.Kind.SCHEDULE, "");
  }

  private static Repair changes() {
    return Repair.changes(Repair.Kind.SCHEDULE, "");
  }

  private static Check passed(String evidence) {
    return Check.passed(Optional.empty(), HOP, evidence).asDrift();
  }

  private static Check finding(Link link, String evidence, String expected, Repair repair) {
    return Check.failed(Optional.empty(), HOP, evidence)
        .asDrift()
        .expecting(expected)
        .remedy(
            "See `linkspan schedule show %s`, or run `linkspan repair %s`."
                .formatted(link.plan().name(), link.plan().name()))
        .repairedBy(repair);
  }

  private static Optional<String> otherAction(Link link, Schedule found) {
    if (!(found.getAction() instanceof ScheduleActionStartWorkflow action)
        || !action.getWorkflowType().equals("Verification")) {
      return Optional.of("starts something else than a verification");
    }
    if (!TaskQueues.CONTROL.equals(action.getOptions().getTaskQueue())) {
      return Optional.of("starts it on the task queue " + action.getOptions().getTaskQueue());
    }
    return startsFor(link, action) ? Optional.empty() : Optional.of("verifies another link");
  }

  private static boolean startsFor(Link link, ScheduleActionStartWorkflow action) {
    try {
      VerificationInput input = action.getArguments().get(0, VerificationInput.class);
      return new VerificationInput(link, "schedule").equals(input);
    } catch (DataConverterException | IllegalArgumentException e) {
      return false;
    }
  }

  /** When it runs. The server writes ranges in another form than it was sent. */
  private record Times(
      List<ScheduleIntervalSpec> intervals, Set<List<Set<Integer>>> calendars, String zone) {}

  private static Times times(ScheduleSpec spec) {
    return new Times(
        spec.getIntervals(),
        spec.getCalendars().stream().map(ScheduleChecks::values).collect(Collectors.toSet()),
        Objects.requireNonNullElse(spec.getTimeZoneName(), ""));
  }

  /** A schedule that begins later, has ended, or leaves times out runs less often than it seems. */
  private static Optional<String> limited(ScheduleSpec spec) {
    return Stream.of(
            Optional.ofNullable(spec.getStartAt()).map(at -> "begins only at " + at),
            Optional.ofNullable(spec.getEndAt()).map(at -> "ends at " + at),
            Optional.ofNullable(spec.getSkip())
                .filter(skipped -> !skipped.isEmpty())
                .map(skipped -> "leaves out some times"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<Set<Integer>> values(ScheduleCalendarSpec calendar) {
    return List.of(
        values(calendar.getSeconds()),
        values(calendar.getMinutes()),
        values(calendar.getHour()),
        values(calendar.getDayOfMonth()),
        values(calendar.getMonth()),
        values(calendar.getYear()),
        values(calendar.getDayOfWeek()));
  }

  private static Set<Integer> values(List<ScheduleRange> ranges) {
    Set<Integer> values = new TreeSet<>();
    for (ScheduleRange range : ranges) {
      int step = Math.max(1, range.getStep());
      for (int i = range.getStart(); i <= Math.max(range.getStart(), range.getEnd()); i += step) {
        values.add(i);
      }
    }
    return values;
  }

  private static String text(ScheduleSpec spec) {
    String every =
        spec.getIntervals().stream()
            .map(interval -> Recurrence.every(interval.getEvery()).text())
            .collect(Collectors.joining(", "));
    return spec.getCalendars().isEmpty()
        ? every.isEmpty() ? "never" : every
        : "at other times: "
            + spec.getCalendars().stream()
                .map(calendar -> Objects.requireNonNullElse(calendar.getComment(), ""))
                .filter(comment -> !comment.isBlank())
                .collect(Collectors.joining(", "))
            + " in "
            + Objects.requireNonNullElse(spec.getTimeZoneName(), "UTC");
  }
}
