package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small part of what {@code ./test chaos} tries: death at any instant makes nothing twice. */
@Tag("system")
class CrashMatrixTest {
  private static final int AT_ONCE = 4;
  private static final int EACH = 2;
  private static final int POINTS = 16;

  @Test
  void aDeathAtAnyInstantCostsSecondsAndNothingElse() throws IOException {
    try (CrashRun run = CrashRun.ofNewClusters(AT_ONCE, EACH)) {
      run.tryAll(CrashPoints.sample(run.explore(), POINTS));
      CrashRun.say(run.matrix().table());
      assertThat(run.matrix().tried()).hasSizeGreaterThan(POINTS / 2);
      assertThat(run.left()).as("left over").isEmpty();
      assertThat(run.matrix().passed()).as(run.matrix().table()).isTrue();
    }
  }
}
