package dev.linkspan.systemtests;

import dev.linkspan.systemtests.HostileHands.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Anyone can send anything to any workflow, at any time. */
@Tag("system")
@Order(1)
@LightStack(LightStack.Shared.MISTAKES)
class HostileHandsTest {
  private static LocalStack stack;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
  }

  @Test
  void c40C42NothingThatAnyoneSendsCostsASetup() {
    new HostileHandsTrial(stack, Kind.EVERYTHING).run(5_000);
  }
}
