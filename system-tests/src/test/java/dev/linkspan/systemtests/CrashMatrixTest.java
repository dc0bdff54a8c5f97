package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small part of what {@code ./test chaos} tries: death at any instant makes nothing twice. */
@Tag("system")
@LightStack
class CrashMatrixTest {
  private static final int INSTANTS = 3;
  private static final int SETUPS = 4;
  private static LocalStack stack;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
  }

  @Test
  void aDeathAtAnyInstantCostsSecondsAndNothingElse() throws IOException {
    CrashRun run = CrashRun.ofNewClusters(stack, SETUPS, INSTANTS);
    run.tryAll(CrashPoints.few(run.explore(), INSTANTS, SETUPS));
    CrashRun.say(run.matrix().table());
    assertThat(run.matrix().tried()).hasSizeGreaterThan(INSTANTS * SETUPS);
    assertThat(run.left()).as("left over").isEmpty();
    assertThat(run.matrix().bad()).as(run.matrix().table()).isEmpty();
  }
}
