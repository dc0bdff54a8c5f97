package dev.linkspan.activities.verification;

import dev.linkspan.probe.protocol.ExamineResult;
import java.util.Optional;

/**
 * What became of the probe's question to the Kafka cluster.
 *
 * @param answer empty if the probe could not be asked
 * @param problem why not; blank if it could
 */
record ClusterReading(Optional<ExamineResult> answer, String problem) {

  static ClusterReading of(ExamineResult answer) {
    return new ClusterReading(Optional.of(answer), "");
  }

  static ClusterReading failed(String problem) {
    return new ClusterReading(Optional.empty(), problem);
  }

  /** Whether this broker is registered; empty if that is unknown. */
  Optional<Boolean> registered(int nodeId) {
    return answer.map(cluster -> cluster.brokers().contains(nodeId));
  }
}
