package dev.linkspan.starter.setups;

import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The progress of a workflow and of its child workflows.
 *
 * @param rollout what it does at this moment, if it is a rollout that runs
 */
public record ProgressTree(
    Progress progress, List<ProgressTree> children, Optional<RolloutActivity> rollout) {

  /** The progress of a workflow that is no rollout. */
  public ProgressTree(Progress progress, List<ProgressTree> children) {
    this(progress, children, Optional.empty());
  }

  /** All steps in this tree, its own first. */
  public Stream<Step> steps() {
    return Stream.concat(progress.steps().stream(), children.stream().flatMap(ProgressTree::steps));
  }

  /** The state of the whole tree: the state that most needs attention wins. */
  public State state() {
    List<State> states = steps().map(Step::state).toList();
    for (State urgent : List.of(State.PARKED, State.AWAITING_APPROVAL, State.RUNNING)) {
      if (states.contains(urgent)) {
        return urgent;
      }
    }
    if (states.stream().allMatch(ProgressTree::ended)) {
      return states.isEmpty() ? State.PLANNED : State.DONE;
    }
    return states.stream().anyMatch(ProgressTree::ended) ? State.RUNNING : State.PLANNED;
  }

  /** The children that this step runs. */
  public List<ProgressTree> childrenOf(Step step) {
    return children.stream().filter(child -> step.name().equals(stepOf(child).orElse(""))).toList();
  }

  /** The children that no step of this workflow runs. */
  public List<ProgressTree> otherChildren() {
    return children.stream()
        .filter(
            child ->
                progress.steps().stream()
                    .noneMatch(step -> step.name().equals(stepOf(child).orElse(""))))
        .toList();
  }

  private Optional<String> stepOf(ProgressTree child) {
    return Optional.ofNullable(progress.stepOfChild().get(child.progress().workflow()));
  }

  /** How many of this workflow's own steps have ended: a total that children do not change. */
  public String counts() {
    long ended = progress.steps().stream().filter(s -> ended(s.state())).count();
    return progress.steps().isEmpty() ? "" : ended + "/" + progress.steps().size();
  }

  /** Whether a step in this state has ended. */
  public static boolean ended(State state) {
    return state == State.DONE || state == State.SKIPPED || state == State.CANCELLED;
  }

  /** How long a step took, or has been running; empty before it starts. */
  public static Optional<Duration> elapsed(Step step, Instant now) {
    return step.startedAt().map(start -> Duration.between(start, step.endedAt().orElse(now)));
  }

  /** The time from the first start to the last end, or to now; empty before the first start. */
  public Optional<Duration> elapsed(Instant now) {
    Optional<Instant> first = steps().flatMap(s -> s.startedAt().stream()).min(Instant::compareTo);
    boolean over = steps().allMatch(s -> ended(s.state()));
    Instant end =
        over ? steps().flatMap(s -> s.endedAt().stream()).max(Instant::compareTo).orElse(now) : now;
    return first.map(start -> Duration.between(start, end));
  }
}
