package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small part of {@code ./test chaos}: a crash at any point creates nothing twice. */
@Tag("system")
@Order(1)
@LightStack(LightStack.Shared.FAULTS)
class CrashMatrixTest {
  private static final int GROUPS = 3;
  private static final int SETUPS = 4;
  private static LocalStack stack;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
  }

  @Test
  void aCrashAtAnyPointCostsOnlySeconds() throws IOException {
    CrashRun run = CrashRun.ofNewClusters(stack, SETUPS, GROUPS);
    run.tryAll(CrashPoints.fewOfEachKind(run.explore(), GROUPS, SETUPS));
    CrashRun.say(run.matrix().table());
    assertThat(run.matrix().tried()).hasSizeGreaterThan(GROUPS * SETUPS);
    assertThat(run.leftOver()).as("left over").isEmpty();
    assertThat(run.matrix().bad()).as(run.matrix().table()).isEmpty();
  }
}
