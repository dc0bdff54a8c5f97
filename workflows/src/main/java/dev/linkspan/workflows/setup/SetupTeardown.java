package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.teardown.Teardown;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import java.time.Duration;
import java.util.Optional;

/** The end of a setup: everything it made is removed. Workflow code only. */
final class SetupTeardown {
  private static final String LISTS = "Until the clouds list what was made last";
  private static final String TEARDOWN = "Teardown";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final LinkConstruction construction;

  SetupTeardown(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      LinkConstruction construction) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.construction = construction;
  }

  /**
   * Removes it; nothing of the setup may run any more.
   *
   * @param carriedOn whether an earlier run built the link
   */
  void run(boolean carriedOn) {
    boolean interrupted = !carriedOn && construction.begun() && !record.isFinished();
    record.destroying();
    if (interrupted) {
      awaitLists();
    }
    if (carriedOn || construction.begun()) {
      steps.run(TEARDOWN, this::teardown);
    } else {
      steps.skip(TEARDOWN, "nothing had been made");
    }
    record.destroyed();
    steps.show();
  }

  /**
   * Teardown finds things by looking: what was made a moment ago may not be listed yet. How late
   * lists can be is the worker's to know; a building that has been at rest for so long waits no
   * more.
   */
  private void awaitLists() {
    Duration sinceLast = steps.creations().sinceLast();
    steps.perform(
        LISTS, NetworkActivities::withSummary, network -> network.awaitLists(owner, sinceLast));
  }

  private String teardown() {
    Optional<Link> adopted =
        plan.cluster() instanceof ExistingCluster
            ? record.status().inventory().link()
            : Optional.empty();
    Teardown.Input input =
        new Teardown.Input(
            PrivateLinkSetup.id(plan.name()),
            owner,
            plan,
            adopted.map(link -> link.cluster().bastion()).or(construction::probe),
            adopted
                .map(link -> link.brokers().stream().map(RollingBroker::node).toList())
                .orElseGet(construction::brokers));
    Teardown child = children.stub(Teardown.class, ChildWorkflows.TEARDOWN);
    children.follow(ChildWorkflows.TEARDOWN, child, Async.procedure(child::run, input), () -> {});
    return plan.name();
  }
}
