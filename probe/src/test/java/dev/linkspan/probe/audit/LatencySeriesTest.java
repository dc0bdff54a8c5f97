package dev.linkspan.probe.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.AuditPoint;
import dev.linkspan.probe.protocol.AuditSeries;
import org.junit.jupiter.api.Test;

class LatencySeriesTest {

  @Test
  void aPointHasTheSlowestAcknowledgementOfItsSecond() {
    LatencySeries series = new LatencySeries(LatencySeries.none());
    series.acked(3, 5);
    series.acked(3, 900);
    series.failed(3);
    series.acked(4, 1);

    assertThat(series.series().points())
        .containsExactly(new AuditPoint(3, 900, 2, 1), new AuditPoint(4, 1, 1, 0));
  }

  @Test
  void aLongAuditHasFewPointsAndForgetsNoMessage() {
    LatencySeries series = new LatencySeries(LatencySeries.none());
    for (long second = 0; second < 10_000; second++) {
      series.acked(second, second == 7_777 ? 4_000 : 2);
    }

    AuditSeries ended = series.series();
    assertThat(ended.points()).hasSizeBetween(60, LatencySeries.MOST_POINTS);
    assertThat(ended.points().stream().mapToLong(AuditPoint::acked).sum()).isEqualTo(10_000);
    assertThat(ended.points())
        .filteredOn(point -> point.slowestAckMillis() == 4_000)
        .allMatch(p -> p.second() <= 7_777 && 7_777 < p.second() + ended.secondsPerPoint());
  }

  @Test
  void anotherProcessContinuesASeries() {
    LatencySeries dead = new LatencySeries(LatencySeries.none());
    dead.acked(300, 7);
    LatencySeries next = new LatencySeries(dead.series());
    next.acked(300, 9);

    assertThat(next.series().points()).containsExactly(new AuditPoint(300, 9, 2, 0));
  }
}
