package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that hold what a command prints. To write them again after a change that is meant, run the
 * test with {@code -Dgolden.update=true}, and read the difference.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  /** Compares a text with the golden file of this name. */
  static void check(String name, String text) {
    check(FOLDER.resolve(name), text);
  }

  /** Compares a text with this file. */
  static void check(Path file, String text) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      }
      assertThat(file).as("write it with -Dgolden.update=true").isRegularFile();
      assertThat(text)
          .as("%s, which -Dgolden.update=true writes again", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
