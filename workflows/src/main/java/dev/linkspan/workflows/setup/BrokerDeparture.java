package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureRequests;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerChange;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Brokers that leave a finished link, with everything that leads to them. It runs while the setup
 * still has the plan with them, so that whatever exists is in the plan at any time. Nothing is
 * deleted before the others hold what a leaving broker held. Workflow code only.
 */
final class BrokerDeparture {
  private static final String FOLDERS = "Linkspan's folders on the brokers' machines";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final Rollouts rollouts;

  BrokerDeparture(Plan plan, Owner owner, Steps steps, SetupRecord record, Rollouts rollouts) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.rollouts = rollouts;
  }

  /** Whether the wanted plan lacks brokers that the link has. */
  boolean isDue(Plan wanted) {
    return !leaving(wanted).isEmpty();
  }

  private List<BrokerPlan> leaving(Plan wanted) {
    return BrokerChange.between(plan, wanted).removed();
  }

  /** Removes the brokers that the wanted plan lacks, and keeps the link without them. */
  void run(Plan wanted) {
    Link link = record.link();
    Set<Integer> ids =
        leaving(wanted).stream()
            .map(BrokerPlan::nodeId)
            .collect(Collectors.toCollection(TreeSet::new));
    List<RollingBroker> leaving =
        link.brokers().stream().filter(broker -> ids.contains(broker.nodeId())).toList();
    List<String> machines = leaving(wanted).stream().map(BrokerPlan::instance).toList();
    List<Instance> staying =
        link.network().instances().stream().filter(i -> !machines.contains(i.name())).toList();
    bootstrapWithout(machines, link, staying);
    boolean created = plan.cluster() instanceof NewCluster;
    if (created && !leaving.isEmpty()) {
      rollouts.remove(link, leaving);
    }
    List<ServerGroupPlan> groups =
        plan.exposure().serverGroups().stream()
            .filter(group -> group.nodeId().filter(ids::contains).isPresent())
            .toList();
    groups.forEach(group -> removeMapping(group, link));
    if (created) {
      removeMachines(machines);
    } else {
      leaving.forEach(broker -> leaveMachine(broker, link));
    }
    record.change(state -> state.with(without(ids, link, staying)));
  }

  /** New clients no longer start at these machines. */
  private void bootstrapWithout(List<String> machines, Link link, List<Instance> staying) {
    ExposureRequests requests =
        new ExposureRequests(
            plan,
            link.network().vpcId(),
            link.network().zones(),
            link.network().whitelistAccount());
    plan.exposure().serverGroups().stream()
        .filter(group -> group.nodeId().isEmpty())
        .forEach(
            group ->
                steps.perform(
                    "Backends of " + group.name() + " without " + String.join(", ", machines),
                    ExposureActivities::withSummary,
                    exposure ->
                        exposure.ensureBackends(
                            owner,
                            groupId(exposure, group, link),
                            requests.backends(group, staying))));
  }

  private String groupId(ExposureActivities exposure, ServerGroupPlan group, Link link) {
    return record
        .state()
        .inventory()
        .id(Resource.SERVER_GROUP, group.name())
        .orElseGet(
            () ->
                exposure.ensureServerGroup(
                    owner, link.network().vpcId(), group.name(), plan.exposure().healthCheck()));
  }

  private void removeMapping(ServerGroupPlan group, Link link) {
    link.listeners().stream()
        .filter(listener -> listener.nodeId().equals(group.nodeId()))
        .forEach(
            listener ->
                steps.perform(
                    "Removal of listener " + listener.port(),
                    ExposureActivities::withSummary,
                    exposure -> exposure.removeListener(owner, listener.listenerId())));
    record.change(state -> state.without(Resource.LISTENER, group.name()));
    steps.perform(
        "Removal of server group " + group.name(),
        ExposureActivities::withSummary,
        exposure -> exposure.removeServerGroup(owner, group.name()));
    record.change(state -> state.without(Resource.SERVER_GROUP, group.name()));
  }

  private void removeMachines(List<String> machines) {
    steps.perform(
        "Removal of " + String.join(", ", machines),
        NetworkActivities::withSummary,
        network -> network.removeInstances(owner, machines));
    machines.forEach(name -> record.change(state -> state.without(Resource.INSTANCE, name)));
  }

  /**
   * The machine may be gone already. A broker keeps the listener in its file; one that it got at
   * run time is deleted, as in a teardown.
   */
  private void leaveMachine(RollingBroker broker, Link link) {
    if (link.cluster().mode() == Mode.ZOOKEEPER) {
      steps.perform(
          "Listener that broker " + broker.nodeId() + " got at run time",
          ClusterActivities::withSummary,
          cluster -> cluster.clearListeners(owner, link.cluster(), broker.nodeId()));
    }
    try {
      NodeActivities.bestEffort(FOLDERS).removeProbe(owner, broker.node());
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      Workflow.getLogger(getClass())
          .warn("{} stays on {}", broker.node().root(), broker.node().name());
    }
  }

  private static Link without(Set<Integer> ids, Link link, List<Instance> staying) {
    List<RollingBroker> brokers =
        link.brokers().stream().filter(broker -> !ids.contains(broker.nodeId())).toList();
    List<ListenerMembers> listeners =
        link.listeners().stream()
            .filter(listener -> listener.nodeId().filter(ids::contains).isEmpty())
            .map(
                listener ->
                    listener.nodeId().isPresent()
                        ? listener
                        : new ListenerMembers(
                            listener.listenerId(),
                            listener.port(),
                            brokers.size(),
                            Optional.empty()))
            .toList();
    return link.with(staying, link.cluster().without(ids), brokers, listeners);
  }
}
