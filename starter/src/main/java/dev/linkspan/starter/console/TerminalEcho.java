package dev.linkspan.starter.console;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Switches off that the terminal shows what is typed: while lines are drawn in place, a line break
 * in between would leave a copy of them.
 */
public final class TerminalEcho {
  private boolean off;

  private TerminalEcho(boolean off) {
    this.off = off;
  }

  /** Off until it is restored; does nothing where nothing is drawn, or no user types. */
  public static TerminalEcho off(Console console) {
    return new TerminalEcho(console.live() && console.interactive() && set("-echo"));
  }

  /** Switches it on again, if this switched it off. */
  public synchronized void restore() {
    if (off) {
      off = !set("echo");
    }
  }

  /** A terminal that belongs to another job stops {@code stty}, so that it never ends. */
  private static boolean set(String mode) {
    try {
      Process stty =
          new ProcessBuilder("stty", mode)
              .redirectInput(new File("/dev/tty"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return false;
      }
      return stty.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
