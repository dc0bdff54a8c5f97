package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureRequests;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerChange;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.KafkaClusterSource.Advertised;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brokers that are added to a finished link, with everything that leads to them. What leads to the
 * other brokers stays as it is; only the bootstrap group gets more members. Workflow code only.
 */
final class BrokerAddition {
  private static final String DOMAINS = "Managed domains";
  private static final Duration BACKEND_PATIENCE = Duration.ofMinutes(2);

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent;
  private final SetupRecord record;
  private final KafkaClusterSource cluster;

  BrokerAddition(
      Plan plan,
      Owner owner,
      Steps steps,
      ConcurrentSteps concurrent,
      SetupRecord record,
      KafkaClusterSource cluster) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.concurrent = concurrent;
    this.record = record;
    this.cluster = cluster;
  }

  /** Returns the link with the brokers that the plan of this run adds to it. */
  Link addTo(Link link) {
    List<BrokerPlan> added = BrokerChange.between(link.plan(), plan).added();
    return added.isEmpty() ? link : concurrent.joined(() -> add(added, link));
  }

  private Link add(List<BrokerPlan> added, Link link) {
    List<Instance> machines = cluster.machines(link, creator(), added);
    steps.perform(
        DOMAINS,
        ConnectionActivities::withSummary,
        tidb ->
            tidb.attachDomains(
                owner,
                plan.connection(),
                new DomainRequest(link.connectionId(), link.domains(), plan.brokers())));
    List<ListenerMembers> listeners = new ArrayList<>();
    Advertised advertised =
        cluster.join(
            link,
            machines,
            () -> {
              listeners.addAll(expose(added, link, machines));
              return listeners;
            });
    plan.exposure().serverGroups().stream()
        .filter(group -> leadsToOneOf(added, group))
        .forEach(group -> awaitHealthyBackends(group, listeners));
    return link.with(machines, advertised.access(), advertised.brokers(), List.copyOf(listeners));
  }

  /**
   * With the client token of an earlier creation, a cloud answers with the resource that is gone: a
   * broker with this ID can have been there and been removed.
   */
  private Owner creator() {
    return Owner.of(
        plan, owner.setupId() + " update " + Workflow.getInfo().getOriginalExecutionRunId());
  }

  /** Whether this group gets members: the bootstrap group, or that of a broker that is added. */
  private static boolean leadsToOneOf(List<BrokerPlan> added, ServerGroupPlan group) {
    return group.nodeId().isEmpty()
        || added.stream().anyMatch(b -> group.nodeId().equals(Optional.of(b.nodeId())));
  }

  /** Returns the listeners of the whole plan, in its order. */
  private List<ListenerMembers> expose(List<BrokerPlan> added, Link link, List<Instance> machines) {
    ExposureRequests requests =
        new ExposureRequests(
            plan,
            link.network().vpcId(),
            link.network().zones(),
            link.network().whitelistAccount());
    List<ServerGroupPlan> groups =
        plan.exposure().serverGroups().stream().filter(g -> leadsToOneOf(added, g)).toList();
    List<Promise<String>> groupIds =
        concurrent.each(groups, group -> serverGroup(requests, group, machines));
    List<String> ids = ConcurrentSteps.all(groupIds);
    // A load balancer takes one change at a time.
    List<ListenerMembers> changed = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      changed.add(listener(requests, groups.get(i), ids.get(i), link));
    }
    return plan.exposure().serverGroups().stream()
        .map(group -> at(group, Stream.concat(changed.stream(), link.listeners().stream())))
        .toList();
  }

  private static ListenerMembers at(ServerGroupPlan group, Stream<ListenerMembers> listeners) {
    return listeners.filter(l -> l.port() == group.listenerPort()).findFirst().orElseThrow();
  }

  private String serverGroup(
      ExposureRequests requests, ServerGroupPlan group, List<Instance> machines) {
    String id = group.nodeId().isPresent() ? create(requests, group) : bootstrap(requests, group);
    steps.perform(
        "Backends of " + group.name(),
        ExposureActivities::withSummary,
        exposure -> exposure.ensureBackends(owner, id, requests.backends(group, machines)));
    return id;
  }

  private String bootstrap(ExposureRequests requests, ServerGroupPlan group) {
    return record
        .state()
        .inventory()
        .id(Resource.SERVER_GROUP, group.name())
        .orElseGet(() -> create(requests, group));
  }

  private String create(ExposureRequests requests, ServerGroupPlan group) {
    String id =
        steps.create(
            "Server group " + group.name(),
            ExposureActivities::withSummary,
            exposure ->
                exposure.ensureServerGroup(
                    creator(), requests.vpcId(), group.name(), plan.exposure().healthCheck()));
    created(Resource.SERVER_GROUP, group, id);
    return id;
  }

  private ListenerMembers listener(
      ExposureRequests requests, ServerGroupPlan group, String groupId, Link link) {
    if (group.nodeId().isEmpty()) {
      return ExposureRequests.members(group, at(group, link.listeners().stream()).listenerId());
    }
    String loadBalancerId = link.loadBalancer().loadBalancerId();
    String id =
        steps.create(
            "Listener " + group.listenerPort(),
            ExposureActivities::withSummary,
            exposure ->
                exposure.ensureListener(
                    creator(), requests.listener(loadBalancerId, group, groupId)));
    created(Resource.LISTENER, group, id);
    return ExposureRequests.members(group, id);
  }

  private void created(String kind, ServerGroupPlan group, String id) {
    record.change(state -> state.with(new Resource(kind, group.name(), id)));
  }

  private void awaitHealthyBackends(ServerGroupPlan group, List<ListenerMembers> listeners) {
    ListenerMembers listener = at(group, listeners.stream());
    steps.perform(
        "Healthy backends at port " + group.listenerPort(),
        ExposureActivities::withSummary,
        exposure ->
            exposure.awaitHealthyBackends(
                owner, listener.listenerId(), listener.members(), BACKEND_PATIENCE));
  }
}
