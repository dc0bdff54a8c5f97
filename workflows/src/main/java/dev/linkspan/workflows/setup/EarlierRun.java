package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.teardown.EarlierRunActivities;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an earlier run of a setup left behind without an end of its own: child workflows that still
 * run, and brokers that its rollout stopped. Workflow code only.
 */
final class EarlierRun {
  private static final String CHILDREN = "End of workflows that still run";
  private static final String BROKERS = "Brokers that an interrupted rollout stopped";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ChildWorkflows children;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final List<Node> brokers = new ArrayList<>();
  private Optional<Node> jumpHost = Optional.empty();

  EarlierRun(Plan plan, Owner owner, Steps steps, ChildWorkflows children) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.children = children;
  }

  List<String> stepNames() {
    return existing().isPresent() ? List.of(CHILDREN, BROKERS) : List.of(CHILDREN);
  }

  /** The machine with the probe, where the setup does not own it and it answers. */
  Optional<Node> probe() {
    return jumpHost.or(() -> brokers.stream().findFirst());
  }

  /** The brokers' machines that answer, where the setup does not own them. */
  List<Node> brokers() {
    return List.copyOf(brokers);
  }

  /** Ends child workflows that still run, such as those of a run that was reset. */
  void endChildren() {
    String setupWorkflow = Workflow.getInfo().getWorkflowId();
    steps.perform(
        CHILDREN,
        EarlierRunActivities::withSummary,
        runs -> runs.end(setupWorkflow, children.ids(plan.cluster().clusterId())));
  }

  /** Starts brokers of an existing cluster that are down. */
  void startBrokers() {
    existing().ifPresent(this::startBrokers);
  }

  private void startBrokers(ExistingCluster cluster) {
    try {
      steps.run(
          BROKERS,
          () -> {
            jumpHost = cluster.jumpHost().flatMap(host -> reached(host, Optional.empty()));
            brokers.clear();
            ConcurrentSteps.all(
                concurrent.each(cluster.brokers(), broker -> start(cluster, broker)));
            return BROKERS;
          });
    } catch (Steps.Abandoned abandoned) {
      Workflow.getLogger(EarlierRun.class)
          .warn("the teardown goes on although a broker may be down: destroy was sent again");
    }
  }

  private String start(ExistingCluster cluster, BrokerPlan broker) {
    AdoptedMachine machine = cluster.machine(broker);
    Optional<Node> node = reached(machine.ssh(), jumpHost.map(Jump::through));
    node.ifPresent(
        found -> {
          brokers.add(found);
          BrokerActivities.withSummary("Start of broker " + broker.nodeId())
              .start(owner, found, machine.service());
        });
    return machine.name();
  }

  /** A machine that is gone must not block the teardown. */
  private Optional<Node> reached(SshAddress ssh, Optional<Jump> jump) {
    NodeAddress address = NodeAddress.existing(ssh, jump);
    try {
      NodeActivities activities = NodeActivities.bestEffort("SSH to " + ssh.address());
      return Optional.of(activities.reach(owner, address, NodeActivities.folder(owner)));
    } catch (ActivityFailure unreachable) {
      Workflow.getLogger(EarlierRun.class).warn("{} does not answer; left as it is", ssh.address());
      return Optional.empty();
    }
  }

  /** Brokers that can't be started no longer keep the teardown from going on. */
  void giveUpBrokers() {
    steps.abandonParked(BROKERS);
  }

  private Optional<ExistingCluster> existing() {
    return plan.cluster() instanceof ExistingCluster cluster
        ? Optional.of(cluster)
        : Optional.empty();
  }
}
