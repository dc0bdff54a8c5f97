package dev.linkspan.systemtests;

import dev.linkspan.systemtests.HostileHands.Kind;
import org.junit.jupiter.api.Test;

/**
 * The full forms of {@link ResetTest} and {@link HostileHandsTest}, a part of {@code ./test chaos}.
 * The name of this class keeps it out of every other run.
 */
class HandsRun {
  private static final int SETUPS = 6;
  private static final int EVERY_TASK = 10_000;

  @Test
  void aResetToEveryWorkflowTask() {
    try (LocalStack stack = LightStack.Shared.MISTAKES.start()) {
      ResetTrial.tryAll(stack, SETUPS, EVERY_TASK);
    }
  }

  @Test
  void everyInputWithAMegabyteToo() {
    try (LocalStack stack = LightStack.Shared.MISTAKES.start()) {
      new HostileHandsTrial(stack, Kind.EVERYTHING_LARGE_TOO).run(5_000);
    }
  }
}
