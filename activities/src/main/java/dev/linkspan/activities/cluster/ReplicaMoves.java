package dev.linkspan.activities.cluster;

import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.probe.protocol.MoveReplicasRequest;
import dev.linkspan.probe.protocol.MoveReplicasResult;
import dev.linkspan.workflows.plan.LinkspanTopics;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves replicas away from brokers, and waits as long as the copies advance. */
final class ReplicaMoves {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaMoves.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int NAMED = 5;

  private final ClusterInspector inspector;
  private final List<Integer> from;
  private final Duration patience;
  private final Time time;

  ReplicaMoves(ClusterInspector inspector, List<Integer> from, Duration patience, Time time) {
    this.inspector = inspector;
    this.from = List.copyOf(from);
    this.patience = patience;
    this.time = time;
  }

  /**
   * Returns when the brokers hold nothing.
   *
   * @throws io.temporal.failure.ApplicationFailure parks the step when nothing advances, or when
   *     partitions have more replicas than there are other brokers
   */
  void await() {
    StallDetector detector = new StallDetector(patience, time);
    MoveReplicasRequest request =
        new MoveReplicasRequest(inspector.bootstrap(), from, LinkspanTopics.all());
    MoveReplicasResult result = ask(request);
    while (result.left() > 0) {
      refuse(result.impossible());
      LOG.info(
          "brokers {} hold replicas of {} partitions; {} bytes are missing elsewhere",
          from,
          result.left(),
          result.missingBytes());
      // What a copy lacks is known once it has begun.
      int distance = result.left() + result.waiting();
      if (detector.stalled(new Distance(distance, result.missingBytes()))) {
        throw Failures.needsPerson(
            "brokers %s still hold replicas of %d partitions, and nothing advanced for %d s"
                .formatted(from, result.left(), patience.toSeconds()),
            "look at the brokers and their logs; nothing is stopped meanwhile; then retry");
      }
      Waiting.pause(PAUSE);
      result = ask(request);
    }
    LOG.info("brokers {} hold no replicas", from);
  }

  private MoveReplicasResult ask(MoveReplicasRequest request) {
    return inspector.ask("move-replicas", request, MoveReplicasResult.class);
  }

  private static void refuse(List<String> impossible) {
    if (!impossible.isEmpty()) {
      throw Failures.needsPerson(
          "%d partitions have more replicas than there would be brokers: %s"
              .formatted(
                  impossible.size(),
                  String.join(", ", impossible.subList(0, Math.min(NAMED, impossible.size())))),
          "give these topics fewer replicas or delete them, then retry");
    }
  }
}
