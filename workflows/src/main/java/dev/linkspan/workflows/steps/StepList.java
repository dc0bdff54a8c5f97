package dev.linkspan.workflows.steps;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The record of a workflow's steps, in their order. Workflow code only. */
final class StepList {
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final FailingActivities failing = new FailingActivities();
  private final Runnable changed;

  /**
   * @param changed runs after each change
   */
  StepList(Runnable changed) {
    this.changed = changed;
  }

  List<Step> all() {
    return List.copyOf(steps.values());
  }

  /** Lists planned steps; a step that is listed already stays as it is. */
  void plan(List<String> names) {
    names.forEach(
        name ->
            steps.putIfAbsent(
                name,
                new Step(
                    name,
                    Step.State.PLANNED,
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    Optional.empty())));
    changed.run();
  }

  void begin(String name, int attempt) {
    put(
        name,
        Step.State.RUNNING,
        Optional.of(WorkflowTime.now()),
        Optional.empty(),
        attempt,
        Optional.empty());
  }

  void end(String name, Step.State state) {
    Step step = begun(name);
    put(
        name,
        state,
        step.startedAt(),
        Optional.of(WorkflowTime.now()),
        step.attempt(),
        Optional.empty());
  }

  void skip(String name, String reason) {
    put(name, Step.State.SKIPPED, Optional.empty(), Optional.empty(), 1, Optional.of(reason));
  }

  boolean hasBegun(String name) {
    Step step = steps.get(name);
    return step != null && step.state() != Step.State.PLANNED;
  }

  void change(String name, Step.State state, Optional<String> waitingFor) {
    Step step = begun(name);
    put(name, state, step.startedAt(), Optional.empty(), step.attempt(), waitingFor);
  }

  /** A message can come before the step begins, or after its end. */
  void changeIfActive(String name, Step.State state, Optional<String> waitingFor) {
    Step step = steps.get(name);
    if (step != null
        && (step.state() == Step.State.RUNNING || step.state() == Step.State.AWAITING_APPROVAL)) {
      change(name, state, waitingFor);
    }
  }

  void activityFailing(FailingActivity notice) {
    failing
        .heard(notice, steps.values())
        .ifPresent(
            step -> change(step.name(), Step.State.RUNNING, failing.waitingFor(step.name())));
  }

  private Step begun(String name) {
    return Objects.requireNonNull(steps.get(name), name);
  }

  private void put(
      String name,
      Step.State state,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      int attempt,
      Optional<String> waitingFor) {
    if (state != Step.State.RUNNING) {
      failing.forget(name);
    }
    steps.put(name, new Step(name, state, startedAt, endedAt, attempt, waitingFor));
    changed.run();
  }
}
