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

/** The end of a setup: removes everything that it created. Workflow code only. */
final class SetupTeardown {
  private static final String LISTS = "Wait until the clouds list what was created last";
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
   * Removes everything. Nothing else of the setup runs anymore.
   *
   * @param continued whether an earlier run built the link
   */
  void run(boolean continued) {
    boolean interrupted = !continued && construction.started() && !record.isFinished();
    record.change(SetupState::destroying);
    if (interrupted) {
      awaitLists();
    }
    if (continued || construction.started()) {
      steps.run(TEARDOWN, this::teardown);
    } else {
      steps.skip(TEARDOWN, "nothing was created");
    }
    record.change(SetupState::destroyed);
    steps.show();
  }

  /**
   * Teardown finds resources by listing, and a list may not show a new one yet. The worker knows
   * how late lists can be; a construction that has created nothing for that long does not wait.
   */
  private void awaitLists() {
    Duration sinceLast = steps.creations().sinceLast();
    steps.perform(
        LISTS, NetworkActivities::withSummary, network -> network.awaitLists(owner, sinceLast));
  }

  private String teardown() {
    Optional<Link> adopted =
        plan.cluster() instanceof ExistingCluster
            ? record.state().inventory().link()
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
