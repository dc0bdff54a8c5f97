package dev.linkspan.workflows.exposure;

import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;

/**
 * Server groups and load balancer concurrently; listeners one by one, since a load balancer takes
 * one change at a time; the endpoint service as soon as the load balancer is active. The health of
 * the backends is checked later, since that needs a running Kafka.
 */
public final class ServiceExposureWorkflow implements ServiceExposure {
  private static final String SERVICE = "Endpoint service";
  private static final String WHITELIST = "Whitelist of the endpoint service";

  private final Input input;
  private final Owner owner;
  private final ExposurePlan plan;
  private final ExposureRequests requests;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private List<Instance> instances = List.of();

  @WorkflowInit
  public ServiceExposureWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.plan = input.plan().exposure();
    this.requests =
        new ExposureRequests(input.plan(), input.vpcId(), input.zones(), input.whitelistAccount());
    this.steps = Steps.ofChild("Service exposure", input.setupWorkflow());
    Messages.toChild(input.setupWorkflow(), steps)
        .on(Message.INSTANCES_READY, InstancesReady.class, ready -> instances = ready.instances())
        .open();
    steps.plan(stepNames());
  }

  @Override
  public Exposed run(Input started) {
    return steps
        .creations()
        .reportingTo(input.setupWorkflow(), () -> concurrent.joined(this::expose));
  }

  private Exposed expose() {
    List<ServerGroupPlan> groups = plan.serverGroups();
    List<Promise<String>> groupIds = concurrent.each(groups, this::serverGroup);
    Promise<LoadBalancer> loadBalancer = concurrent.start(this::loadBalancer);
    Promise<List<Instance>> machines = concurrent.start(this::instances);
    List<Promise<String>> listeners =
        concurrent.oneByOne(
            groups,
            group ->
                listener(loadBalancer.get(), group, groupIds.get(groups.indexOf(group)).get()));
    List<Promise<String>> backends =
        concurrent.each(
            groups,
            group -> backends(group, groupIds.get(groups.indexOf(group)).get(), machines.get()));
    Promise<EndpointService> service =
        concurrent.start(() -> whitelisted(endpointService(loadBalancer.get())));

    EndpointService exposed = service.get();
    List<String> listenerIds = ConcurrentSteps.all(listeners);
    ConcurrentSteps.all(backends);
    return new Exposed(
        loadBalancer.get(),
        members(listenerIds),
        exposed,
        resources(ConcurrentSteps.all(groupIds), loadBalancer.get(), listenerIds, exposed));
  }

  private String serverGroup(ServerGroupPlan group) {
    return steps.create(
        groupStep(group),
        ExposureActivities::withSummary,
        exposure ->
            exposure.ensureServerGroup(owner, input.vpcId(), group.name(), plan.healthCheck()));
  }

  private LoadBalancer loadBalancer() {
    return steps.create(
        loadBalancerStep(),
        ExposureActivities::withSummary,
        exposure -> exposure.ensureLoadBalancer(owner, requests.loadBalancer()));
  }

  private String listener(LoadBalancer loadBalancer, ServerGroupPlan group, String groupId) {
    ListenerRequest request = requests.listener(loadBalancer.loadBalancerId(), group, groupId);
    return steps.create(
        listenerStep(group),
        ExposureActivities::withSummary,
        exposure -> exposure.ensureListener(owner, request));
  }

  private String backends(ServerGroupPlan group, String groupId, List<Instance> machines) {
    steps.perform(
        backendsStep(group),
        ExposureActivities::withSummary,
        exposure -> exposure.ensureBackends(owner, groupId, requests.backends(group, machines)));
    return groupId;
  }

  private EndpointService endpointService(LoadBalancer loadBalancer) {
    EndpointServiceRequest request = requests.endpointService(loadBalancer.loadBalancerId());
    return steps.create(
        SERVICE,
        ExposureActivities::withSummary,
        exposure -> exposure.ensureEndpointService(owner, request));
  }

  private EndpointService whitelisted(EndpointService service) {
    steps.perform(
        WHITELIST,
        ExposureActivities::withSummary,
        exposure ->
            exposure.ensureWhitelisted(owner, service.serviceId(), input.whitelistAccount()));
    // Early: the connection and a person's decision take longer than the listeners.
    Message.send(input.setupWorkflow(), Message.ENDPOINT_SERVICE_READY, service);
    return service;
  }

  private List<Instance> instances() {
    Workflow.await(() -> !instances.isEmpty());
    return instances;
  }

  private List<ListenerMembers> members(List<String> listenerIds) {
    List<ListenerMembers> members = new ArrayList<>();
    for (int i = 0; i < listenerIds.size(); i++) {
      members.add(ExposureRequests.members(plan.serverGroups().get(i), listenerIds.get(i)));
    }
    return List.copyOf(members);
  }

  private List<Resource> resources(
      List<String> groupIds,
      LoadBalancer loadBalancer,
      List<String> listenerIds,
      EndpointService service) {
    List<Resource> resources = new ArrayList<>();
    resources.add(
        new Resource("load balancer", plan.loadBalancerName(), loadBalancer.loadBalancerId()));
    for (int i = 0; i < groupIds.size(); i++) {
      ServerGroupPlan group = plan.serverGroups().get(i);
      resources.add(new Resource(Resource.SERVER_GROUP, group.name(), groupIds.get(i)));
      resources.add(new Resource(Resource.LISTENER, group.name(), listenerIds.get(i)));
    }
    resources.add(new Resource("endpoint service", service.serviceName(), service.serviceId()));
    return List.copyOf(resources);
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    plan.serverGroups().forEach(group -> names.add(groupStep(group)));
    names.add(loadBalancerStep());
    plan.serverGroups().forEach(group -> names.add(listenerStep(group)));
    plan.serverGroups().forEach(group -> names.add(backendsStep(group)));
    names.add(SERVICE);
    names.add(WHITELIST);
    return names;
  }

  private String loadBalancerStep() {
    return "Load balancer " + plan.loadBalancerName();
  }

  private static String groupStep(ServerGroupPlan group) {
    return "Server group " + group.name();
  }

  private static String listenerStep(ServerGroupPlan group) {
    return "Listener " + group.listenerPort();
  }

  private static String backendsStep(ServerGroupPlan group) {
    return "Backends of " + group.name();
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
