package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureRequests;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The repairs of load balancer and endpoint service. Workflow code only. */
final class ExposureRepair {
  private static final Set<Kind> NEW_BACKENDS =
      EnumSet.of(Kind.INSTANCE, Kind.SERVER_GROUP, Kind.BACKENDS, Kind.LISTENER);

  /** Longer than the health check of the load balancer needs. */
  private static final Duration HEALTH_PATIENCE = Duration.ofMinutes(1);

  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent;
  private final RepairedLink repaired;
  private final ExposurePlan plan;
  private final ExposureRequests requests;

  ExposureRepair(Owner owner, Steps steps, ConcurrentSteps concurrent, RepairedLink repaired) {
    Link link = repaired.link();
    this.owner = owner;
    this.steps = steps;
    this.concurrent = concurrent;
    this.repaired = repaired;
    this.plan = link.plan().exposure();
    this.requests =
        new ExposureRequests(
            link.plan(),
            link.network().vpcId(),
            link.network().zones(),
            link.network().whitelistAccount());
  }

  /** The step of this repair; none if it belongs to something else, or is not in the plan. */
  List<RepairStep> step(Repair repair) {
    return switch (repair.kind()) {
      case SERVER_GROUP -> ofGroup("Server group %s", repair, this::ensureServerGroup);
      case BACKENDS -> ofGroup("Backends of %s", repair, this::ensureBackends);
      case LISTENER -> ofGroup("Listener of %s", repair, this::ensureListener);
      case LOAD_BALANCER ->
          one("Load balancer " + plan.loadBalancerName(), this::ensureLoadBalancer);
      case ENDPOINT_SERVICE -> one("Endpoint service", this::ensureEndpointService);
      case WHITELIST -> one("Whitelist of the endpoint service", this::ensureWhitelisted);
      default -> List.of();
    };
  }

  /** Ensures something of a server group, in the step with this name. */
  private interface GroupWork {
    void ensure(String step, ServerGroupPlan group);
  }

  /** Ensures something in the step with this name. */
  private interface Work {
    void ensure(String step);
  }

  private static List<RepairStep> one(String name, Work work) {
    return List.of(new RepairStep(name, () -> work.ensure(name)));
  }

  private List<RepairStep> ofGroup(String format, Repair repair, GroupWork work) {
    return plan.serverGroups().stream()
        .filter(group -> group.name().equals(repair.resource()))
        .map(group -> one(format.formatted(group.name()), step -> work.ensure(step, group)))
        .flatMap(List::stream)
        .toList();
  }

  private void ensureServerGroup(String step, ServerGroupPlan group) {
    String id =
        steps.create(
            step,
            ExposureActivities::withSummary,
            exposure ->
                exposure.ensureServerGroup(
                    owner, requests.vpcId(), group.name(), plan.healthCheck()));
    repaired.ensured(new Resource(Resource.SERVER_GROUP, group.name(), id));
  }

  private void ensureBackends(String step, ServerGroupPlan group) {
    steps.run(
        step,
        () -> {
          ExposureActivities.withSummary(step)
              .ensureBackends(
                  owner,
                  groupId(group),
                  requests.backends(group, repaired.link().network().instances()));
          return step;
        });
  }

  private void ensureListener(String step, ServerGroupPlan group) {
    String id =
        steps.run(
            step,
            () ->
                steps
                    .creations()
                    .during(
                        () ->
                            ExposureActivities.withSummary(step)
                                .ensureListener(
                                    owner,
                                    requests.listener(loadBalancerId(), group, groupId(group)))));
    repaired.ensured(ExposureRequests.members(group, id));
    repaired.ensured(new Resource(Resource.LISTENER, group.name(), id));
  }

  private String groupId(ServerGroupPlan group) {
    return repaired
        .id(Resource.SERVER_GROUP, group.name())
        .orElseGet(
            () ->
                ExposureActivities.withSummary("Server group " + group.name())
                    .ensureServerGroup(owner, requests.vpcId(), group.name(), plan.healthCheck()));
  }

  private String loadBalancerId() {
    return repaired.link().loadBalancer().loadBalancerId();
  }

  private void ensureLoadBalancer(String step) {
    LoadBalancer loadBalancer =
        steps.run(
            step,
            () -> {
              LoadBalancer found =
                  steps
                      .creations()
                      .during(
                          () ->
                              ExposureActivities.withSummary(step)
                                  .ensureLoadBalancer(owner, requests.loadBalancer()));
              requireSame("load balancer", loadBalancerId(), found.loadBalancerId());
              return found;
            });
    repaired.ensured(loadBalancer);
  }

  private void ensureEndpointService(String step) {
    steps.run(
        step,
        () -> {
          EndpointService found =
              steps
                  .creations()
                  .during(
                      () ->
                          ExposureActivities.withSummary(step)
                              .ensureEndpointService(
                                  owner, requests.endpointService(loadBalancerId())));
          requireSame("endpoint service", repaired.link().endpointServiceId(), found.serviceId());
          return step;
        });
  }

  /** What the endpoint of TiDB Cloud leads to can't be replaced. */
  private static void requireSame(String what, String id, String found) {
    if (!found.equals(id)) {
      throw Failures.needsPerson(
          "the %s %s is gone, and another one, %s, is no replacement: TiDB Cloud's endpoint leads to the first one"
              .formatted(what, id, found),
          "Destroy the setup and create it again.");
    }
  }

  private void ensureWhitelisted(String step) {
    steps.perform(
        step,
        ExposureActivities::withSummary,
        exposure ->
            exposure.ensureWhitelisted(
                owner, repaired.link().endpointServiceId(), requests.whitelistAccount()));
  }

  /**
   * One step that waits until the load balancer reaches what was repaired; none if there is nothing
   * to wait for. A rollout waits itself.
   */
  List<RepairStep> healthSteps(List<Repair> repairs) {
    boolean rollout = repairs.stream().anyMatch(repair -> repair.kind() == Kind.BROKERS);
    List<String> groups =
        repairs.stream()
            .filter(repair -> NEW_BACKENDS.contains(repair.kind()))
            .map(Repair::resource)
            .toList();
    List<ServerGroupPlan> concerned =
        plan.serverGroups().stream()
            .filter(
                group ->
                    groups.contains(group.name())
                        || group.instances().stream().anyMatch(groups::contains))
            .toList();
    return rollout || concerned.isEmpty()
        ? List.of()
        : one("Healthy backends", step -> awaitHealthy(step, concerned));
  }

  private void awaitHealthy(String step, List<ServerGroupPlan> groups) {
    steps.run(
        step,
        () -> {
          ConcurrentSteps.all(concurrent.each(groups, this::awaitHealthy));
          return step;
        });
  }

  /** The verification that follows names a backend that stays unhealthy. */
  private String awaitHealthy(ServerGroupPlan group) {
    ListenerMembers listener =
        repaired.link().listeners().stream()
            .filter(l -> l.port() == group.listenerPort())
            .findFirst()
            .orElseThrow();
    try {
      ExposureActivities.withSummary("Healthy backends at port " + group.listenerPort())
          .awaitHealthyBackends(owner, listener.listenerId(), listener.members(), HEALTH_PATIENCE);
    } catch (ActivityFailure unhealthy) {
      if (CancellationScope.current().isCancelRequested()) {
        throw unhealthy;
      }
      Workflow.getLogger(ExposureRepair.class)
          .warn("port {} stays unhealthy: {}", group.listenerPort(), Failures.problem(unhealthy));
    }
    return group.name();
  }
}
