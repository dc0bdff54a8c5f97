package dev.linkspan.setup;

import dev.linkspan.connection.ConnectionActivities;
import dev.linkspan.exposure.ExposureActivities;
import dev.linkspan.kafka.AuditActivities;
import dev.linkspan.kafka.BrokerActivities;
import dev.linkspan.kafka.ClusterActivities;
import dev.linkspan.kafka.NodeActivities;
import dev.linkspan.network.NetworkActivities;
import dev.linkspan.verification.VerificationActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * How every workflow calls its activities. The summary names the resource and is what the Temporal
 * UI shows on the time line.
 */
public final class Activities {
  private static final Duration ONE_TRY = Duration.ofMinutes(30);
  private static final Duration DEAD_WORKER_NOTICED_AFTER = Duration.ofSeconds(5);
  private static final int SUMMARY_LIMIT = 190;
  private static final int LOOKS = 3;

  private Activities() {}

  public static NetworkActivities network(String summary) {
    return stub(NetworkActivities.class, TaskQueues.CLOUD, summary, 0);
  }

  public static ExposureActivities exposure(String summary) {
    return stub(ExposureActivities.class, TaskQueues.CLOUD, summary, 0);
  }

  public static ConnectionActivities connection(String summary) {
    return stub(ConnectionActivities.class, TaskQueues.CLOUD, summary, 0);
  }

  public static NodeActivities node(String summary) {
    return stub(NodeActivities.class, TaskQueues.NODES, summary, 0);
  }

  /** For what may stay where a machine does not answer any more. */
  public static NodeActivities leftovers(String summary) {
    return stub(NodeActivities.class, TaskQueues.NODES, summary, LOOKS);
  }

  public static ClusterActivities cluster(String summary) {
    return stub(ClusterActivities.class, TaskQueues.NODES, summary, 0);
  }

  public static BrokerActivities broker(String summary) {
    return stub(BrokerActivities.class, TaskQueues.NODES, summary, 0);
  }

  public static AuditActivities audit(String summary) {
    return stub(AuditActivities.class, TaskQueues.NODES, summary, 0);
  }

  /** For what makes and removes; tries again without end, as all the others do. */
  public static VerificationActivities verification(String summary) {
    return stub(VerificationActivities.class, TaskQueues.NODES, summary, 0);
  }

  /** For the checks: a link that cannot be looked at is broken, so these give up. */
  public static VerificationActivities checks(String summary) {
    return stub(VerificationActivities.class, TaskQueues.NODES, summary, LOOKS);
  }

  private static <A> A stub(Class<A> activities, String queue, String summary, int attempts) {
    return Workflow.newActivityStub(
        activities,
        ActivityOptions.newBuilder()
            .setTaskQueue(queue)
            .setSummary(summary.substring(0, Math.min(summary.length(), SUMMARY_LIMIT)))
            .setStartToCloseTimeout(ONE_TRY)
            .setHeartbeatTimeout(DEAD_WORKER_NOTICED_AFTER)
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(1))
                    .setBackoffCoefficient(1.5)
                    .setMaximumInterval(Duration.ofSeconds(15))
                    .setMaximumAttempts(attempts)
                    .build())
            .build());
  }
}
