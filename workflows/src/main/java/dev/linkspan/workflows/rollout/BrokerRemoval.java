package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Takes brokers out of a KRaft cluster: moves what they hold to the others, stops them, and removes
 * them from the metadata. The workflow ID is that of a rollout of the cluster, so neither runs
 * beside the other.
 */
@WorkflowInterface
public interface BrokerRemoval {

  @WorkflowMethod(name = "BrokerRemoval")
  RolloutReport run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this removal")
  Progress progress();

  /**
   * What to take out.
   *
   * @param setupWorkflow id of the workflow to notify when a step parks
   * @param access all brokers, also those that leave
   * @param leaving none of them a voter
   * @param policy its audit and its patience count
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      ClusterAccess access,
      List<RollingBroker> leaving,
      RolloutPlan policy) {

    List<Integer> leavingIds() {
      return leaving.stream().map(RollingBroker::nodeId).toList();
    }

    /** The cluster without those that leave. */
    ClusterAccess remaining() {
      return access.without(leavingIds());
    }
  }
}
