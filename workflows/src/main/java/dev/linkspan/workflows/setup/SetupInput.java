package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Notice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The input of {@link PrivateLinkSetup}.
 *
 * @param searchAttributes names of the search attributes that the namespace has; the setup sets no
 *     other one, since that would fail its workflow task
 * @param carried what an earlier run of the same setup hands over
 * @param restoration who wants a run that only tears down to restore the brokers first; empty in
 *     any other run
 */
public record SetupInput(
    Plan plan,
    Set<String> searchAttributes,
    Optional<Carried> carried,
    Optional<Command> restoration) {

  /** An input that a person wrote can lack the search attributes. */
  public SetupInput {
    searchAttributes = Set.copyOf(Objects.requireNonNullElse(searchAttributes, Set.of()));
    restoration = Objects.requireNonNullElse(restoration, Optional.empty());
  }

  private SetupInput(Plan plan, Set<String> searchAttributes, Optional<Carried> carried) {
    this(plan, searchAttributes, carried, Optional.empty());
  }

  /**
   * What one run hands to the next.
   *
   * @param setupId see {@link dev.linkspan.workflows.plan.Owner}
   * @param notices that the webhook has not got
   */
  public record Carried(String setupId, SetupState state, List<Notice> notices) {

    /** Runs from before notices were handed over have none. */
    public Carried {
      notices = List.copyOf(Objects.requireNonNullElse(notices, List.of()));
    }
  }

  /** For the first run of a setup. */
  public static SetupInput first(Plan plan, Set<String> searchAttributes) {
    return new SetupInput(plan, searchAttributes, Optional.empty());
  }

  /** For a run that continues an earlier one in this state. */
  SetupInput next(String setupId, SetupState state, List<Notice> notices) {
    return updated(plan, setupId, state, notices);
  }

  /** For a run that continues an earlier one in this state with another plan. */
  SetupInput updated(Plan other, String setupId, SetupState state, List<Notice> notices) {
    return new SetupInput(
        other, searchAttributes, Optional.of(new Carried(setupId, state, notices)));
  }

  /**
   * For a run that only tears down what an earlier run created. The earlier run may have ended in
   * any way, and nothing is needed of it: its children are ended first, then everything is found by
   * the plan's names and the setup's tags.
   */
  public static SetupInput teardown(Plan plan, String setupId, Set<String> searchAttributes) {
    Carried carried = new Carried(setupId, SetupState.NEW.destroying(), List.of());
    return new SetupInput(plan, searchAttributes, Optional.of(carried));
  }

  /** For a run that also restores the brokers of an existing cluster before it tears down. */
  public SetupInput restoringBrokers(Command command) {
    return new SetupInput(plan, searchAttributes, carried, Optional.of(command));
  }

  /** Whether this run only tears down what an earlier one created. */
  boolean onlyTeardown() {
    return carried.filter(from -> from.state().stage() == SetupState.Stage.DESTROYING).isPresent();
  }

  /** The id of the setup, where an earlier run handed it over. */
  public Optional<String> setupId() {
    return carried.map(Carried::setupId);
  }
}
