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
    return arm(stack, setup, action, setup.name());
  }

  /**
   * The same for a call about one of its resources.
   *
   * @param about part of the resource's name, or of a tag of it
   */
  static HeldCall arm(LocalStack stack, CrashSetup setup, String action, String about) {
    String name = setup.name() + "-" + action;
    stack.sandbox().arm(name, action, about, 1, "before");
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
