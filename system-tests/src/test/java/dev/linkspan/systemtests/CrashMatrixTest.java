package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small part of what {@code ./test chaos} tries: death at any instant makes nothing twice. */
@Tag("system")
class CrashMatrixTest {
  private static final int INSTANTS = 3;
  private static final int SETUPS = 4;

  @Test
  void aDeathAtAnyInstantCostsSecondsAndNothingElse() throws IOException {
    try (CrashRun run = CrashRun.ofNewClusters(SETUPS, INSTANTS)) {
      run.tryAll(CrashPoints.few(run.explore(), INSTANTS, SETUPS));
      CrashRun.say(run.matrix().table());
      assertThat(run.matrix().tried()).hasSizeGreaterThan(INSTANTS * SETUPS);
      assertThat(run.left()).as("left over").isEmpty();
      assertThat(run.matrix().bad()).as(run.matrix().table()).isEmpty();
    }
  }
}
