package dev.linkspan.activities.execution;

import io.temporal.activity.ActivityExecutionContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The failures of earlier attempts, in the details of an activity's heartbeats. */
final class FailureDetails {
  private static final Logger LOG = LoggerFactory.getLogger(FailureDetails.class);

  private FailureDetails() {}

  /** What the attempt before this one left; empty if it left nothing that can be read. */
  static Optional<FailureSeries> read(ActivityExecutionContext activity) {
    try {
      Optional<FailureSeries> details = activity.getLastHeartbeatDetails(FailureSeries.class);
      // The details of an activity that reports figures are no failures.
      return details == null ? Optional.empty() : details.filter(FailureSeries::hasAll);
    } catch (RuntimeException unreadable) {
      LOG.debug("details of an earlier attempt: {}", unreadable.toString());
      return Optional.empty();
    }
  }

  /**
   * Leaves the failures to the next attempt. The second heartbeat goes to the server at once,
   * whereas the SDK drops a throttled one at the end of an attempt; the first replaces a throttled
   * one that would overwrite it.
   */
  static void write(ActivityExecutionContext activity, FailureSeries series) {
    try {
      activity.heartbeat(series);
      activity
          .getWorkflowClient()
          .newActivityCompletionClient()
          .heartbeat(activity.getTaskToken(), series);
    } catch (RuntimeException e) {
      // The activity is canceled or the server cannot be reached: the series begins again.
      LOG.debug("failures are not kept: {}", e.toString());
    }
  }
}
