package dev.linkspan.starter.progress;

import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When each step of an earlier work began and ended, in time that did not wait for a person. Pure.
 *
 * @param total how long the work took
 * @param spans by the name of the step, from the beginning of the work
 */
record EarlierTimes(Duration total, Map<String, Span> spans) {
  private static final String SEPARATOR = "\t";

  EarlierTimes {
    spans = Map.copyOf(spans);
  }

  /** From the beginning of the work. */
  record Span(Duration start, Duration end) {}

  /** What a work that has ended took; steps from before it do not count. */
  static EarlierTimes of(List<Step> steps, WorkClock clock, Duration total) {
    Map<String, Span> spans = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.startedAt().isPresent() && step.endedAt().isPresent()) {
        Duration start = clock.at(step.startedAt().get());
        if (!start.isNegative()) {
          spans.put(step.name(), new Span(start, clock.at(step.endedAt().get())));
        }
      }
    }
    return new EarlierTimes(total, spans);
  }

  /**
   * How long the work still takes if it goes on as the earlier one did. A step that takes longer
   * than it did is about to end; zero means that everything takes longer.
   *
   * @param now in the same time as the clock's
   * @return empty if the earlier work had none of the steps that are left
   */
  Optional<Duration> left(List<Step> steps, WorkClock clock, Duration now) {
    return steps.stream()
        .filter(step -> step.state() == State.RUNNING || step.state() == State.PLANNED)
        .flatMap(
            step ->
                Optional.ofNullable(spans.get(step.name()))
                    .map(s -> left(step, s, clock, now))
                    .stream())
        .max(Duration::compareTo);
  }

  private Duration left(Step step, Span span, WorkClock clock, Duration now) {
    if (step.startedAt().isEmpty()) {
      return total.minus(span.start());
    }
    Duration elapsed = now.minus(clock.at(step.startedAt().get()));
    Duration asBefore = total.minus(span.start()).minus(elapsed);
    Duration afterIt = total.minus(span.end());
    return asBefore.compareTo(afterIt) > 0 ? asBefore : afterIt;
  }

  /** One step a line, after a line with the total. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(String.valueOf(total.toMillis()));
    spans.forEach(
        (name, span) ->
            lines.add(
                span.start().toMillis() + SEPARATOR + span.end().toMillis() + SEPARATOR + name));
    return lines;
  }

  /**
   * Reads {@link #lines()}.
   *
   * @throws RuntimeException if they are something else
   */
  static EarlierTimes parse(List<String> lines) {
    Map<String, Span> spans = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(SEPARATOR, 3);
      spans.put(parts[2], new Span(millis(parts[0]), millis(parts[1])));
    }
    return new EarlierTimes(millis(lines.get(0)), spans);
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
