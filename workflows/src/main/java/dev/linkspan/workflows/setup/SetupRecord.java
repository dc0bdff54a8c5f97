package dev.linkspan.workflows.setup;

import static dev.linkspan.workflows.steps.SearchAttributes.FINDINGS;
import static dev.linkspan.workflows.steps.SearchAttributes.HEALTH;
import static dev.linkspan.workflows.steps.SearchAttributes.PHASE;
import static dev.linkspan.workflows.steps.SearchAttributes.REGION;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The current state of a setup, and its search attributes. Workflow code only. */
final class SetupRecord {
  private final Owner owner;
  private final RepairPolicy policy;
  private final Set<String> searchAttributes;
  private SetupState state;
  private Optional<Phase> shownPhase = Optional.empty();
  private Health shownHealth = Health.UNKNOWN;
  private long shownFindings;

  /**
   * @param policy whether people are asked about repairs
   * @param searchAttributes names of the search attributes that the namespace has
   */
  SetupRecord(Owner owner, SetupState state, RepairPolicy policy, Set<String> searchAttributes) {
    this.policy = policy;
    this.searchAttributes = Set.copyOf(searchAttributes);
    this.owner = owner;
    this.state = state;
  }

  SetupState state() {
    return state;
  }

  /** The answer to the query {@code status}. */
  SetupStatus status() {
    return SetupStatus.of(owner, state, waitingFor());
  }

  /** What the setup waits for, and how a person answers; empty while it waits for nobody. */
  Optional<String> waitingFor() {
    Optional<String> question = RepairOffer.question(policy, state);
    return state
        .waitingFor()
        .map(waiting -> waiting + question.map(text -> "  \n" + text).orElse(""))
        .or(() -> question);
  }

  /** The first lines for a person: what the setup waits for, and what is not well. */
  Optional<String> headline() {
    List<String> facts = LinkFacts.markdown(state);
    Optional<String> needs = state.headline(waitingFor());
    return facts.isEmpty()
        ? needs
        : Optional.of(
            needs.orElse("Nothing needs a person right now.")
                + "\n\n"
                + String.join("  \n", facts));
  }

  /** The finished link. */
  Link link() {
    return state.inventory().link().orElseThrow();
  }

  /** Whether there is a finished link and nothing happens to it. */
  boolean isFinished() {
    return state.stage().isFinished();
  }

  /** Sets region, phase, health and findings, once in each run. */
  void begin() {
    shownHealth = state.health();
    shownFindings = state.countFindings();
    show(
        REGION.valueSet(owner.region()),
        HEALTH.valueSet(shownHealth.text()),
        FINDINGS.valueSet(shownFindings));
    showPhase();
  }

  /** Replaces the state, and the search attributes that differ. */
  void change(UnaryOperator<SetupState> change) {
    state = change.apply(state);
    showPhase();
    showHealth();
  }

  private void showPhase() {
    Phase phase = state.phase();
    if (!shownPhase.equals(Optional.of(phase))) {
      shownPhase = Optional.of(phase);
      show(PHASE.valueSet(phase.name()));
    }
  }

  private void showHealth() {
    if (shownHealth != state.health() || shownFindings != state.countFindings()) {
      shownHealth = state.health();
      shownFindings = state.countFindings();
      show(HEALTH.valueSet(shownHealth.text()), FINDINGS.valueSet(shownFindings));
    }
  }

  private void show(SearchAttributeUpdate<?>... updates) {
    SearchAttributeUpdate<?>[] usable =
        Arrays.stream(updates)
            .filter(update -> searchAttributes.contains(update.getKey().getName()))
            .toArray(SearchAttributeUpdate<?>[]::new);
    if (usable.length > 0) {
      Workflow.upsertTypedSearchAttributes(usable);
    }
  }
}
