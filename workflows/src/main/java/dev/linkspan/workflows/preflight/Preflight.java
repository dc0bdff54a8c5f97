package dev.linkspan.workflows.preflight;

import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Optional;

/**
 * The worker's own look at both clouds, the archives, and the machines of an existing cluster, for
 * a setup that is not there yet. Its activities only read, so it changes nothing.
 */
@WorkflowInterface
public interface Preflight {

  /** The workflow ID of the preflight of a setup with this name. */
  static String id(String name) {
    return "preflight-" + name;
  }

  /** Returns every check. A check that cannot be made is a failed check, not a failed workflow. */
  @WorkflowMethod(name = "Preflight")
  PreflightReport run(PreflightRequest request);

  @QueryMethod(name = "progress", description = "The progress of this preflight")
  Progress progress();

  /**
   * What to check.
   *
   * @param loadBalancerZones the zones of the load balancer
   * @param network the network to create; empty for an existing cluster
   * @param archives to download; empty for an existing cluster
   * @param adopted the network of an existing cluster
   * @param jumpHost the machine that SSH goes through, if there is one
   * @param machines of an existing cluster
   */
  record PreflightRequest(
      Owner owner,
      List<String> loadBalancerZones,
      ConnectionPlan connection,
      ChangefeedPlan changefeed,
      Optional<NetworkPlan> network,
      List<ArchivePlan> archives,
      Optional<AdoptedNetwork> adopted,
      Optional<SshAddress> jumpHost,
      List<SshAddress> machines) {}

  /** The checks, in the order in which a setup would need what they check. */
  record PreflightReport(List<PreflightCheck> checks) {}
}
