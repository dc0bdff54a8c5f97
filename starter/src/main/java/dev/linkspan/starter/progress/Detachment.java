package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import java.time.Duration;

/** While this is open, Ctrl-C says that only the command stops. */
final class Detachment implements AutoCloseable {
  private final Thread hook;

  private Detachment(Thread hook) {
    this.hook = hook;
  }

  static Detachment of(Console console, String farewell) {
    Thread hook = new Thread(() -> console.say("\n" + farewell), "detached");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Detachment(hook);
  }

  /** Waits between two looks. */
  void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while following", e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook has said so.
    }
  }
}
