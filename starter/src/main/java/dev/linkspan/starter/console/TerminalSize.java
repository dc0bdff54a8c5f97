package dev.linkspan.starter.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * The size of a terminal in characters.
 *
 * @param columns its width
 * @param rows its height
 */
public record TerminalSize(int columns, int rows) {
  static final TerminalSize DEFAULT = new TerminalSize(100, 30);

  /** The size that {@code stty size} printed; empty if it is none. */
  static Optional<TerminalSize> parse(String text) {
    String[] parts = text.strip().split(" ", -1);
    try {
      int rows = parts.length == 2 ? Integer.parseInt(parts[0]) : 0;
      int columns = parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
      return columns > 0 && rows > 0
          ? Optional.of(new TerminalSize(columns, rows))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The size of the terminal of this process, which follows the window that it is in. */
  static final class Watched {
    private volatile TerminalSize size;

    Watched(TerminalSize first) {
      this.size = first;
      Signals.register("WINCH", () -> now().ifPresent(changed -> size = changed));
    }

    TerminalSize size() {
      return size;
    }

    private static Optional<TerminalSize> now() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return stty.waitFor(1, TimeUnit.SECONDS) ? parse(text) : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
