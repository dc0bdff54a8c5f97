package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.PersonalText;
import org.jspecify.annotations.Nullable;

/**
 * A request for other times of the verification.
 *
 * @param by who asks; required
 * @param every an interval such as {@code 30m}, or {@code off}
 * @param cron times of the clock, instead of an interval
 * @param timeZone of these; null means UTC
 * @param problem why the input is not a request; null where it is one
 */
public record ScheduleChange(
    @Nullable String by,
    @Nullable String every,
    @Nullable String cron,
    @Nullable String timeZone,
    @JsonIgnore @Nullable String problem) {

  /** A request in the right form. */
  public ScheduleChange(
      @Nullable String by,
      @Nullable String every,
      @Nullable String cron,
      @Nullable String timeZone) {
    this(by, every, cron, timeZone, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ScheduleChange of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    return new ScheduleChange(
        text.name("by"),
        text.name("every"),
        text.name("cron"),
        text.name("timeZone"),
        text.problem().orElse(null));
  }

  /**
   * The times.
   *
   * @throws IllegalArgumentException with the problem
   */
  Recurrence recurrence() {
    return Recurrence.read(every, cron, timeZone);
  }
}
