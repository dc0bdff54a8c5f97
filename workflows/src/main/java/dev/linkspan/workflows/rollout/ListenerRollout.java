package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.exposure.ListenerMembers;
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
 * Gives the brokers a new listener, or just restarts them: one at a time, the active controller
 * last, with gates before and after each. Its id is made of the Kafka cluster's own, so there is
 * one at a time for a cluster, whatever setups it has.
 */
@WorkflowInterface
public interface ListenerRollout {

  /** The workflow id of the rollout over this Kafka cluster. */
  static String id(String clusterId) {
    return "kafka-rollout-" + clusterId;
  }

  @WorkflowMethod(name = "ListenerRollout")
  RolloutReport run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @SignalMethod(
      name = "pause",
      description =
          "Touch no further broker until resume; the one under way is finished. Example: {\"by\":"
              + " \"ada\", \"reason\": \"peak hours\"}")
  void pause(Command command);

  @SignalMethod(name = "resume", description = "Go on after a pause. Example: {\"by\": \"ada\"}")
  void resume(Command command);

  @SignalMethod(
      name = "abort",
      description =
          "End after the broker under way; the others stay as they are. Example: {\"by\": \"ada\"}")
  void abort(Command command);

  @SignalMethod(
      name = "acceptUnavailable",
      description =
          "Restart although the topics at risk will be unavailable meanwhile. Example: {\"by\":"
              + " \"ada\"}")
  void acceptUnavailable(Command command);

  @QueryMethod(name = "progress", description = "The progress of this rollout")
  Progress progress();

  /**
   * @param clusterId Kafka's own, compared with what runs there
   * @param listeners the load balancer's, for the health gate; empty where there is none yet
   * @param acceptUnavailable whether a person accepted that topics at risk are unavailable
   * @param why the reason that goes on record for every restart
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      String clusterId,
      ClusterAccess access,
      List<RollingBroker> brokers,
      List<ListenerMembers> listeners,
      RolloutPlan policy,
      boolean acceptUnavailable,
      Command why) {}
}
