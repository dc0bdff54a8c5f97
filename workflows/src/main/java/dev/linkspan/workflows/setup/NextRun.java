package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import io.temporal.workflow.Workflow;

/**
 * The run as which the setup continues: before its history gets too long, or with another plan.
 * Workflow code only.
 */
final class NextRun {
  private final SetupInput input;
  private final Owner owner;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final Notices notices;

  /**
   * @param input of this run
   */
  NextRun(
      SetupInput input, Owner owner, SetupRecord record, ChildWorkflows children, Notices notices) {
    this.input = input;
    this.owner = owner;
    this.record = record;
    this.children = children;
    this.notices = notices;
  }

  /** Whether the server suggests another run, and it can begin. */
  boolean isDue() {
    return Workflow.getInfo().isContinueAsNewSuggested() && isPossible();
  }

  /** Whether everything that was asked of this run is done or sent. */
  boolean isPossible() {
    return Workflow.isEveryHandlerFinished() && children.hasSentEverything();
  }

  /** Ends this run. */
  void begin() {
    Workflow.continueAsNew(input.next(owner.setupId(), record.state(), notices.unsent()));
  }

  /** Ends this run, since everything that a run does follows from its plan. */
  void beginWith(Plan other) {
    Workflow.continueAsNew(input.updated(other, owner.setupId(), record.state(), notices.unsent()));
  }
}
