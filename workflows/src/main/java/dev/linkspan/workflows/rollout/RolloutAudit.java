package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Async;
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

  private final Owner owner;
  private final ClusterAccess access;
  private final boolean audited;
  private final Steps steps;
  private final ConcurrentSteps concurrent;

  /** Stays the same when the rollout is reset. */
  private final String name = Workflow.getInfo().getFirstExecutionRunId().substring(0, 8);

  private Optional<Promise<Void>> started = Optional.empty();

  /**
   * @param audited whether there is an audit at all
   */
  RolloutAudit(
      Owner owner, ClusterAccess access, boolean audited, Steps steps, ConcurrentSteps concurrent) {
    this.owner = owner;
    this.access = access;
    this.audited = audited;
    this.steps = steps;
    this.concurrent = concurrent;
  }

  /** Starts it, and does not wait. */
  void start() {
    if (audited) {
      started = Optional.of(concurrent.go(this::awaitMessages));
    } else {
      steps.skip(START, "switched off");
      steps.skip(END, "switched off");
    }
  }

  private void awaitMessages() {
    steps.perform(
        START, AuditActivities::withSummary, clients -> clients.start(owner, access, name));
    LOG.info("Audit {} sends and reads messages", name);
    // Nobody waits for it: it ends after the audit, and the server ends it with the rollout.
    Async.procedure(
        () -> AuditActivities.withSummary("Figures of the audit").watch(owner, access, name));
  }

  /** Waits until messages are sent and read. */
  void awaitStart() {
    started.ifPresent(Promise::get);
  }

  /** Waits until it runs; what clients notice from now on counts for this broker. */
  void countFor(int nodeId) {
    if (started.isPresent()) {
      started.get().get();
      String broker = "broker " + nodeId;
      AuditActivities.withSummary("Audit of " + broker).window(owner, access, name, broker);
    }
  }

  /** Ends it; empty if it never ran. */
  Optional<Audit> stop() {
    return stop(access);
  }

  /** Ends it, and queries the cluster in another way. */
  Optional<Audit> stop(ClusterAccess other) {
    if (!succeeded()) {
      return Optional.empty();
    }
    Audit audit =
        steps.call(END, AuditActivities::withSummary, clients -> clients.stop(owner, other, name));
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
