package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import java.util.function.Supplier;

/** The message that appears when Ctrl-C ends a command whose work continues without it. */
final class DetachNotice {
  private DetachNotice() {}

  /** Does the work; prints the notice if the process is interrupted meanwhile. */
  static <T> T during(Console console, String notice, Supplier<T> work) {
    Thread hook = new Thread(() -> console.say("\n" + notice), "detach-notice");
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
      // The process is ending already, and the hook has printed the notice.
    }
  }
}
