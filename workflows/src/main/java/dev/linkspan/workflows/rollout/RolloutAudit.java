package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * The audit beside one rollout. It starts while the first broker waits for its gate. Does nothing
 * if the spec switches it off. Workflow code only.
 */
final class RolloutAudit {
  static final String START = "Audit";
  static final String END = "End of the audit";
  private static final Logger LOG = Workflow.getLogger(RolloutAudit.class);

  private final Input input;
  private final Steps steps;
  private final ConcurrentSteps concurrent;

  /** Stays the same when the rollout is reset. */
  private final String name = Workflow.getInfo().getFirstExecutionRunId().substring(0, 8);

  private Optional<Promise<Void>> started = Optional.empty();

  RolloutAudit(Input input, Steps steps, ConcurrentSteps concurrent) {
    this.input = input;
    this.steps = steps;
    this.concurrent = concurrent;
  }

  /** Starts it, and does not wait. */
  void start() {
    if (input.policy().audit()) {
      started = Optional.of(concurrent.go(this::awaitMessages));
    } else {
      steps.skip(START, "switched off");
      steps.skip(END, "switched off");
    }
  }

  private void awaitMessages() {
    steps.perform(
        START,
        AuditActivities::withSummary,
        clients -> clients.start(input.owner(), input.access(), name));
    LOG.info("Audit {} sends and reads messages", name);
  }

  /** Waits until it runs; what clients notice from now on counts for this broker. */
  void countFor(int nodeId) {
    if (started.isPresent()) {
      started.get().get();
      String broker = "broker " + nodeId;
      AuditActivities.withSummary("Audit of " + broker)
          .window(input.owner(), input.access(), name, broker);
    }
  }

  /** Ends it; empty if it never ran. */
  Optional<Audit> stop() {
    if (!succeeded()) {
      return Optional.empty();
    }
    Audit audit =
        steps.call(
            END,
            AuditActivities::withSummary,
            clients -> clients.stop(input.owner(), input.access(), name));
    LOG.info("Audit {} stopped: {}", name, audit.all());
    return Optional.of(audit);
  }

  /** Waits for the start; false if it was abandoned, or never begun. */
  private boolean succeeded() {
    try {
      started.ifPresent(Promise::get);
      return started.isPresent();
    } catch (Steps.Abandoned abandoned) {
      return false;
    }
  }
}
