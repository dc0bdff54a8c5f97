package dev.linkspan.activities.cluster;

import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A condition of the cluster that a rollout must not go past. Waits as long as the cluster
 * improves, and parks once it no longer does.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final String name;
  private final String problem;
  private final int brokers;
  private final Duration patience;
  private final Time time;

  /**
   * @param name for the log, such as {@code gate for broker 2}
   * @param problem for the person who is asked when it stays closed
   * @param brokers how many brokers the cluster has
   * @param patience how long to wait without an improvement
   */
  Gate(String name, String problem, int brokers, Duration patience, Time time) {
    this.name = name;
    this.problem = problem;
    this.brokers = brokers;
    this.patience = patience;
    this.time = time;
  }

  /**
   * Inspects until the condition is met.
   *
   * @throws io.temporal.failure.ApplicationFailure parks the step when nothing improves
   */
  Health await(Supplier<InspectResult> inspect) {
    StallDetector detector = new StallDetector(patience, time);
    List<String> logged = List.of();
    while (true) {
      InspectResult result = inspect.get();
      if (result.met()) {
        LOG.info("{} passed: {}", name, evidence(result.health()));
        return result.health();
      }
      if (!result.reasons().equals(logged)) {
        logged = result.reasons();
        LOG.info("{} blocked: {}", name, reasons(result));
      }
      if (detector.stalled(Distance.of(result, brokers))) {
        throw Failures.needsPerson(
            problem + ", and nothing got better for " + format(patience) + ": " + reasons(result),
            "look at the brokers and their logs; nothing is restarted meanwhile; then retry");
      }
      Waiting.check();
    }
  }

  /** What an inspection found, in one line of a log. */
  static String evidence(Health health) {
    return "brokers "
        + health.brokers()
        + ", controller "
        + health.activeController()
        + ", under-replicated "
        + health.underReplicated().size()
        + ", without leader "
        + health.leaderless().size()
        + ", at min ISR "
        + health.atMinIsr().size();
  }

  /** Why the condition is not met. */
  static String reasons(InspectResult result) {
    return String.join(" ", result.reasons());
  }

  private static String format(Duration time) {
    return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }
}
