package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code ./test chaos [N | POINT ...]}: tries so many points, or exactly these. Its name keeps it
 * out of every other run.
 */
class CrashMatrixRun {
  private static final int AT_ONCE = Integer.getInteger("chaos.atOnce", 10);

  @Test
  void tryThem() throws IOException {
    String wanted = System.getProperty("chaos.points", "300");
    try (CrashRun run = CrashRun.start(AT_ONCE)) {
      List<CrashPoint> points =
          wanted.matches("\\d+")
              ? CrashPoints.sample(run.explore(), Integer.parseInt(wanted))
              : Arrays.stream(wanted.split(",", -1)).map(CrashPoint::parse).toList();
      run.tryAll(points);
      CrashRun.say(run.matrix().table());
      assertThat(run.matrix().tried()).isNotEmpty();
      assertThat(run.left()).as("left over").isEmpty();
      assertThat(run.matrix().passed()).as(run.matrix().table()).isTrue();
    }
  }
}
