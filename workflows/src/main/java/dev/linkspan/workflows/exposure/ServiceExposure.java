package dev.linkspan.workflows.exposure;

import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Server groups, load balancer, listeners, endpoint service, whitelist. */
@WorkflowInterface
public interface ServiceExposure {

  @WorkflowMethod(name = "ServiceExposure")
  Exposed run(Input input);

  @SignalMethod(name = "retry", description = "Run a parked step again. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this exposure")
  Progress progress();

  /**
   * @param whitelistAccount the account that TiDB Cloud connects from
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      Plan plan,
      String vpcId,
      List<ZoneVSwitch> zones,
      String whitelistAccount) {}

  /** From the setup: these instances run, so the server groups can get their members. */
  record InstancesReady(List<Instance> instances) {}

  /** What exists now; {@code listeners} in the order of the plan's server groups. */
  record Exposed(
      LoadBalancer loadBalancer,
      List<ListenerMembers> listeners,
      EndpointService service,
      List<Resource> resources) {}
}
