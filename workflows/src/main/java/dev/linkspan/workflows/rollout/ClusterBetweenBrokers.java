package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.slf4j.Logger;

/**
 * The cluster when no broker of a rollout is in progress: its state once every broker is up, which
 * is what steps 4 and 8 of {@link ListenerRolloutWorkflow} wait for. Workflow code only.
 *
 * @param input of the rollout, with the quorum as the preconditions found it
 * @param beforeFirst whether no broker is rolled yet
 */
record ClusterBetweenBrokers(
    Input input, Steps steps, DownBrokers downBrokers, boolean beforeFirst) {
  /** The step in which the state is read. */
  static final String NEXT_BROKER = "Which broker is next";

  /** The step in which brokers are started. */
  static final String DOWN = "Brokers that were down";

  private static final Logger LOG = Workflow.getLogger(ClusterBetweenBrokers.class);

  /** Reads the state, and starts the brokers that are down. */
  ClusterHealth current() {
    return withAllUp(
        steps.call(
            NEXT_BROKER,
            ClusterActivities::withSummary,
            cluster -> cluster.inspect(input.owner(), input.access())));
  }

  /**
   * Starts the brokers that are down. Before the first broker is rolled, an earlier rollout may
   * have left them so; later somebody else stopped them, and a person is asked first (P9).
   */
  ClusterHealth withAllUp(ClusterHealth health) {
    List<RollingBroker> down = RolloutOrder.of(input).down(health);
    if (down.isEmpty()) {
      if (beforeFirst) {
        steps.skip(DOWN, "none");
      }
      return health;
    }
    LOG.warn(
        "Down: {}, {}",
        DownBrokers.names(down),
        beforeFirst ? "before the rollout; started first" : "not because of the rollout");
    boolean[] personAsked = {beforeFirst};
    steps.run(
        DOWN,
        () -> {
          if (!personAsked[0]) {
            personAsked[0] = true;
            throw Failures.needsPerson(
                "down, and not because of this rollout: " + DownBrokers.names(down),
                "Find out why. `retry` starts what is still down, and goes on.");
          }
          downBrokers.start(down);
          return DOWN;
        });
    return steps.call(
        NEXT_BROKER,
        ClusterActivities::withSummary,
        cluster ->
            cluster.awaitInSync(
                input.owner(),
                input.access(),
                BrokerOperations.CLEAN_READS,
                input.policy().patience().orElse(DownBrokers.IN_SYNC_PATIENCE)));
  }
}
