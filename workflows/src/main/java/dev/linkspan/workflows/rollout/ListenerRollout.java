package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives the brokers a new listener, takes it away, or only restarts them: one at a time, the active
 * controller last, with gates before and after each. The workflow id contains the id of the Kafka
 * cluster, so each cluster has at most one rollout at a time, even if several setups use it.
 */
@WorkflowInterface
public interface ListenerRollout {

  /** The workflow id of the rollout over this Kafka cluster. */
  static String id(String clusterId) {
    return "kafka-rollout-" + clusterId;
  }

  /** The reason in the report of a rollout that took the listener out of the brokers. */
  String REMOVAL = "listener for TiDB Cloud taken out";

  /** The step that is parked while a rollout is paused. */
  String PAUSED = "Pause";

  @WorkflowMethod(name = "ListenerRollout")
  RolloutReport run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @SignalMethod(
      name = "pause",
      description =
          "Finish the broker in progress, and touch no other one until resume. Example: {\"by\":"
              + " \"ada\", \"reason\": \"peak hours\"}")
  void pause(Command command);

  @SignalMethod(name = "resume", description = "Go on after a pause. Example: {\"by\": \"ada\"}")
  void resume(Command command);

  @SignalMethod(
      name = "abort",
      description =
          "End after the broker in progress, and leave the others as they are. Example: {\"by\":"
              + " \"ada\"}")
  void abort(Command command);

  @SignalMethod(
      name = "acceptUnavailable",
      description =
          "Restart although topics at risk become unavailable meanwhile. Example: {\"by\":"
              + " \"ada\"}")
  void acceptUnavailable(Command command);

  @QueryMethod(name = "progress", description = "The progress of this rollout")
  Progress progress();

  /**
   * What to roll, and how.
   *
   * @param setupWorkflow id of the workflow to notify when a step parks
   * @param clusterId Kafka's id of the cluster, compared with what the brokers report
   * @param listeners the load balancer's listeners, for the health gate; empty if there is no load
   *     balancer yet
   * @param acceptUnavailable whether a person accepted that topics at risk become unavailable
   * @param startDown whether brokers that are down are started first: an earlier rollout of this
   *     setup was terminated, and can have left its broker so
   * @param why who asked for the rollout, and the reason to record for each restart; null if nobody
   *     asked
   * @param removed by node ID, the listeners that the rollout takes out of the brokers again; empty
   *     for any other rollout
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
      boolean startDown,
      @Nullable Command why,
      Map<Integer, ExternalListener> removed) {

    /** Histories from before listeners could be removed remove none. */
    public Input {
      removed = Map.copyOf(Objects.requireNonNullElse(removed, Map.of()));
    }

    /** The same rollout, which takes these listeners out of the brokers. */
    public Input removing(Map<Integer, ExternalListener> taken) {
      return with(access, List.of(), policy, startDown, taken);
    }

    /** Whether the rollout takes listeners out of the brokers. */
    boolean removes() {
      return !removed.isEmpty();
    }

    /** The same rollout with another way to query the cluster. */
    Input with(ClusterAccess other) {
      return with(other, listeners, policy, startDown, removed);
    }

    /** The same rollout with an audit. */
    public Input audited() {
      return with(access, listeners, policy.audited(), startDown, removed);
    }

    /** The same rollout, which starts brokers that are down first. */
    public Input startingDown() {
      return with(access, listeners, policy, true, removed);
    }

    private Input with(
        ClusterAccess otherAccess,
        List<ListenerMembers> gates,
        RolloutPlan otherPolicy,
        boolean start,
        Map<Integer, ExternalListener> taken) {
      return new Input(
          setupWorkflow,
          owner,
          clusterId,
          otherAccess,
          brokers,
          gates,
          otherPolicy,
          acceptUnavailable,
          start,
          why,
          taken);
    }
  }
}
