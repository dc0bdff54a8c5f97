package dev.linkspan.starter.setups;

import com.google.protobuf.util.Timestamps;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverterException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rollout does at this moment, from its pending activities: its history and its steps do not
 * say it.
 *
 * @param doing for example {@code stopping}; empty between two activities
 * @param since when that began
 * @param audit what clients have noticed so far; empty without an audit
 */
public record RolloutActivity(
    Optional<String> doing, Optional<Instant> since, Optional<Figures> audit) {
  private static final Map<String, String> DOING =
      Map.of(
          "Cluster_AwaitGate", "waiting at its gate",
          "Broker_WriteListener", "writing its file",
          "Broker_Stop", "stopping",
          "Broker_Start", "starting",
          "Cluster_AwaitAdvertised", "being asked for its address",
          "Cluster_AwaitInSync", "catching up",
          "Exposure_AwaitHealthyBackends", "waiting for the load balancer");

  /** What this workflow does. */
  static RolloutActivity of(TemporalConnection temporal, String workflowId) {
    List<PendingActivityInfo> pending =
        temporal
            .client()
            .newUntypedWorkflowStub(workflowId)
            .describe()
            .getRawDescription()
            .getPendingActivitiesList();
    Optional<PendingActivityInfo> newest =
        pending.stream()
            .filter(activity -> DOING.containsKey(activity.getActivityType().getName()))
            .max(Comparator.comparing(RolloutActivity::scheduledAt));
    return new RolloutActivity(
        newest.map(activity -> DOING.get(activity.getActivityType().getName())),
        newest.map(RolloutActivity::scheduledAt),
        pending.stream()
            .filter(a -> a.getActivityType().getName().equals(AuditActivities.WATCH))
            .flatMap(activity -> figures(temporal, activity).stream())
            .findFirst());
  }

  private static Instant scheduledAt(PendingActivityInfo activity) {
    return Instant.ofEpochMilli(Timestamps.toMillis(activity.getScheduledTime()));
  }

  private static Optional<Figures> figures(
      TemporalConnection temporal, PendingActivityInfo activity) {
    if (activity.getHeartbeatDetails().getPayloadsCount() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(
              temporal
                  .client()
                  .getOptions()
                  .getDataConverter()
                  .fromPayloads(
                      0, Optional.of(activity.getHeartbeatDetails()), Figures.class, Figures.class))
          .filter(figures -> figures.slowestAck() != null);
    } catch (DataConverterException unreadable) {
      return Optional.empty();
    }
  }
}
