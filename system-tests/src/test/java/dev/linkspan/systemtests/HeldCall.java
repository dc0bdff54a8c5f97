package dev.linkspan.systemtests;

import java.time.Duration;
import org.awaitility.Awaitility;

/** A call of a setup that the sandbox holds, so that the setup stays where it is. */
record HeldCall(LocalStack stack, String name) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Holds the next call of this action before it takes effect.
   *
   * @param action an action of a cloud's API; {@code ssh} for a command on a machine
   */
  static HeldCall arm(LocalStack stack, CrashSetup setup, String action) {
    return arm(stack, setup.name() + "-" + action, action, setup.name(), 1);
  }

  /**
   * Holds a command on a machine before it takes effect.
   *
   * @param machine part of its name
   * @param nth which of the commands there, from 1
   */
  static HeldCall armCommand(LocalStack stack, String machine, int nth) {
    return arm(stack, machine, "ssh", machine, nth);
  }

  private static HeldCall arm(LocalStack stack, String name, String action, String about, int nth) {
    stack.sandbox().arm(name, action, about, nth, "before");
    return new HeldCall(stack, name);
  }

  /** Waits until the call is held. */
  void await() {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> "held".equals(stack.sandbox().pointStates().get(name)));
  }

  /** Lets the call take effect. */
  void release() {
    stack.sandbox().release(name, true);
  }
}
