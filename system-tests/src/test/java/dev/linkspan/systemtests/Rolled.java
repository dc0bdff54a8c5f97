package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import java.util.List;
import java.util.Map;

/** Holds what a rollout did against what it should have done. */
final class Rolled {
  private Rolled() {}

  /** Each of these brokers once, and clients noticed no more than a delay. */
  static void lostNothing(RolloutReport report, List<Integer> ids) {
    assertThat(report.restarts())
        .extracting(BrokerRestart::nodeId)
        .containsExactlyInAnyOrderElementsOf(ids);
    Figures figures = report.audit().orElseThrow().all();
    assertThat(figures.acked()).as("messages that count at all").isGreaterThan(50);
    assertThat(figures.failed()).as("failed sends").isZero();
    assertThat(figures.lost()).as("lost messages").isZero();
    assertThat(figures.duplicated()).as("duplicated messages").isZero();
  }

  /** These nodes have the processes that they had. */
  static void untouched(
      Map<Integer, Integer> before, Map<Integer, Integer> now, List<Integer> ids) {
    ids.forEach(
        id -> assertThat(now.get(id)).as("process of node " + id).isEqualTo(before.get(id)));
  }

  /** These nodes have other processes than they had. */
  static void restarted(
      Map<Integer, Integer> before, Map<Integer, Integer> now, List<Integer> ids) {
    ids.forEach(
        id ->
            assertThat(now.get(id))
                .as("process of node " + id)
                .isPositive()
                .isNotEqualTo(before.get(id)));
  }
}
