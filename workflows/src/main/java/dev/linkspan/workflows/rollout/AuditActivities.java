package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The audit: a producer and a consumer that the probe runs beside a rollout, to count what clients
 * notice. They run detached on the bastion, so they outlive a crash of the worker.
 */
@ActivityInterface
public interface AuditActivities {

  /** The type of the activity whose heartbeats have {@link Figures}. */
  String WATCH = "Audit_Watch";

  /** A stub that retries forever; the Temporal UI shows its calls with this summary. */
  static AuditActivities withSummary(String summary) {
    return ActivityStubs.unlimited(AuditActivities.class, TaskQueues.NODES, summary);
  }

  /** Starts the audit with this name unless it runs; returns once messages are sent and read. */
  @ActivityMethod(name = "Audit_Start")
  void start(Owner owner, ClusterAccess access, String name);

  /** Counts messages sent from now on for this label, for example {@code broker 2}. */
  @ActivityMethod(name = "Audit_Window")
  void window(Owner owner, ClusterAccess access, String name, String label);

  /** Returns the figures so far. */
  @ActivityMethod(name = "Audit_Read")
  Audit read(Owner owner, ClusterAccess access, String name);

  /**
   * Reports the figures as the details of its heartbeats until the audit has ended, so that a
   * client reads them from the pending activities of the rollout, and no history grows. Never
   * fails: figures that cannot be read are read again.
   */
  @ActivityMethod(name = WATCH)
  void watch(Owner owner, ClusterAccess access, String name);

  /** Ends the audit, waits until every acknowledged message is read, and returns the figures. */
  @ActivityMethod(name = "Audit_Stop")
  Audit stop(Owner owner, ClusterAccess access, String name);

  /**
   * What clients noticed.
   *
   * @param all the totals
   * @param windows the figures by label
   * @param interrupted how often the audit itself crashed and continued
   * @param series the acknowledgements over time; empty in the report of an older worker
   */
  record Audit(
      Figures all,
      Map<String, Figures> windows,
      int interrupted,
      Optional<AcknowledgementSeries> series) {

    /** The report of an older worker has no series. */
    public Audit {
      series = Objects.requireNonNullElse(series, Optional.empty());
    }

    /** Without a series. */
    public Audit(Figures all, Map<String, Figures> windows, int interrupted) {
      this(all, windows, interrupted, Optional.empty());
    }
  }

  /**
   * The acknowledgements of an audit over time.
   *
   * @param step how long a point covers
   * @param points in order, at most 120; a time in which nothing was sent has none
   */
  record AcknowledgementSeries(Instant startedAt, Duration step, List<Acknowledgements> points) {}

  /**
   * What became of the messages of one step of a series.
   *
   * @param second when the step begins, in seconds from the start of the audit
   * @param slowestAck the longest time a producer waited for an acknowledgement
   * @param acked messages that Kafka acknowledged
   * @param failed sends that ended with an error
   */
  record Acknowledgements(long second, Duration slowestAck, long acked, long failed) {}

  /**
   * Figures of an audit or of one of its windows.
   *
   * @param acked messages that Kafka acknowledged
   * @param consumed messages that were read
   * @param lost messages that were acknowledged and never read; final once the audit has stopped
   * @param duplicated messages that were read more than once
   * @param failed sends that ended with an error
   * @param slowestAck the longest time a producer waited for an acknowledgement
   * @param longestPause the longest time in which the consumer read nothing
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
