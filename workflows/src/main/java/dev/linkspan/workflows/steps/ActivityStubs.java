package dev.linkspan.workflows.steps;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/**
 * The options under which every workflow calls its activities. Each activity interface has a
 * one-line factory of its own that uses these. Workflow code only.
 */
public final class ActivityStubs {
  private static final Duration ONE_ATTEMPT = Duration.ofMinutes(30);
  private static final Duration DEAD_WORKER_DETECTED_AFTER = Duration.ofSeconds(5);
  private static final int SUMMARY_LIMIT = 190;
  private static final int UNLIMITED = 0;
  private static final int FEW = 3;
  private static final int MANY = 45;

  private ActivityStubs() {}

  /**
   * A stub that retries until the worker gives up a series of failures that does not end, and parks
   * the step.
   *
   * @param summary names the resource; the Temporal UI shows it on the timeline
   */
  public static <A> A unlimited(Class<A> activities, String taskQueue, String summary) {
    return stub(activities, taskQueue, summary, UNLIMITED);
  }

  /** A stub that fails after three attempts. */
  public static <A> A fewAttempts(Class<A> activities, String taskQueue, String summary) {
    return stub(activities, taskQueue, summary, FEW);
  }

  /** A stub that tries for about six hours, more and more slowly, and then fails. */
  public static <A> A forHours(Class<A> activities, String taskQueue, String summary) {
    return stub(
        activities,
        taskQueue,
        summary,
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(2))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofMinutes(10))
            .setMaximumAttempts(MANY)
            .build());
  }

  private static <A> A stub(Class<A> activities, String taskQueue, String summary, int attempts) {
    return stub(
        activities,
        taskQueue,
        summary,
        RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(1.5)
            .setMaximumInterval(Duration.ofSeconds(15))
            .setMaximumAttempts(attempts)
            .build());
  }

  private static <A> A stub(
      Class<A> activities, String taskQueue, String summary, RetryOptions retries) {
    String shown = summary.substring(0, Math.min(summary.length(), SUMMARY_LIMIT));
    return Workflow.newActivityStub(
        activities,
        ActivityOptions.newBuilder()
            .setTaskQueue(taskQueue)
            .setSummary(shown)
            .setContextPropagators(
                List.of(new ActivityCallPropagator(shown, retries.getMaximumAttempts())))
            .setStartToCloseTimeout(ONE_ATTEMPT)
            .setHeartbeatTimeout(DEAD_WORKER_DETECTED_AFTER)
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(retries)
            .build());
  }
}
