package dev.linkspan.starter.progress;

import java.util.function.Supplier;

/** What happens when Ctrl-C ends a command while it follows something. */
final class ShutdownAction {
  private ShutdownAction() {}

  /** Does the work; runs the action if the process is interrupted meanwhile. */
  static <T> T during(Runnable action, Supplier<T> work) {
    Thread hook = new Thread(action, "shutdown-action");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has run.
    }
  }
}
