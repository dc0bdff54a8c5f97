package dev.linkspan.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Machines of existing clusters can have bash 4.2, as those with CentOS 7 or Alibaba Cloud Linux 2
 * do. What later versions added is in the CHANGES file of bash.
 */
class ScriptSyntaxTest {
  private static final Pattern LATER =
      Pattern.compile(
          "mapfile -[A-Za-z]*d|readarray -[A-Za-z]*d|local -n|declare -n|wait -n|@Q}|EPOCHSECONDS");

  /** An empty array that is expanded so counts as an unset variable there, which ends a script. */
  private static final Pattern PERHAPS_EMPTY =
      Pattern.compile("(?<![+])\"\\$\\{(as|arguments|words)\\[@]}\"");

  @Test
  void scriptsUseNothingThatTheBashOfOlderDistributionsLacks() throws IOException {
    Path scripts = Path.of("src/main/resources");
    try (Stream<Path> files = Files.walk(scripts)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".sh")).toList();
      assertThat(all).hasSizeGreaterThan(20);
      for (Path file : all) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContainPattern(LATER)
            .doesNotContainPattern(PERHAPS_EMPTY);
      }
    }
  }
}
