package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import java.util.List;
import java.util.Map;

/** Assertions on the result of a rollout. */
final class Rolled {
  private Rolled() {}

  /** Each of these brokers was restarted once, and clients lost nothing. */
  static void assertNothingLost(RolloutReport report, List<Integer> ids) {
    assertThat(report.restarts())
        .extracting(BrokerRestart::nodeId)
        .containsExactlyInAnyOrderElementsOf(ids);
    Figures figures = report.audit().orElseThrow().all();
    assertThat(figures.acked()).as("acknowledged messages").isGreaterThan(50);
    assertThat(figures.failed()).as("failed sends").isZero();
    assertThat(figures.lost()).as("lost messages").isZero();
    assertThat(figures.duplicated()).as("duplicated messages").isZero();
  }

  /** These nodes run the same processes as before. */
  static void assertUntouched(
      Map<Integer, Integer> before, Map<Integer, Integer> now, List<Integer> ids) {
    ids.forEach(
        id -> assertThat(now.get(id)).as("process of node " + id).isEqualTo(before.get(id)));
  }

  /** These nodes have a process. */
  static void assertUp(Map<Integer, Integer> now, List<Integer> ids) {
    ids.forEach(id -> assertThat(now.get(id)).as("process of node " + id).isPositive());
  }

  /** These nodes run other processes than before. */
  static void assertRestarted(
      Map<Integer, Integer> before, Map<Integer, Integer> now, List<Integer> ids) {
    ids.forEach(
        id ->
            assertThat(now.get(id))
                .as("process of node " + id)
                .isPositive()
                .isNotEqualTo(before.get(id)));
  }
}
