package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.Map;

/**
 * A producer and a consumer that the probe runs beside a rollout, to count what clients notice.
 * They run detached on the bastion: a dead worker does not end them.
 */
@ActivityInterface
public interface AuditActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static AuditActivities withSummary(String summary) {
    return ActivityStubs.unlimited(AuditActivities.class, TaskQueues.NODES, summary);
  }

  /** Starts the audit of this name, unless it runs; returns once messages go in and out. */
  @ActivityMethod(name = "Audit_Start")
  void start(Owner owner, ClusterAccess access, String name);

  /** What is sent from now on counts for this label, e.g. {@code broker 2}. */
  @ActivityMethod(name = "Audit_Window")
  void window(Owner owner, ClusterAccess access, String name, String label);

  /** The figures so far. */
  @ActivityMethod(name = "Audit_Read")
  Audit read(Owner owner, ClusterAccess access, String name);

  /** Ends it, waits until what was acknowledged was read, and returns the final figures. */
  @ActivityMethod(name = "Audit_Stop")
  Audit stop(Owner owner, ClusterAccess access, String name);

  /**
   * What clients noticed, in all and by label.
   *
   * @param interrupted how often the audit itself died and went on
   */
  record Audit(Figures all, Map<String, Figures> windows, int interrupted) {}

  /**
   * @param acked messages that Kafka acknowledged
   * @param lost acknowledged, never read; final once the audit was stopped
   * @param failed sends that ended with an error
   * @param slowestAck the longest that a producer waited
   * @param longestPause the longest that a consumer saw nothing
   */
  record Figures(
      long acked,
      long consumed,
      long lost,
      long duplicated,
      long failed,
      Duration slowestAck,
      Duration longestPause) {}
}
