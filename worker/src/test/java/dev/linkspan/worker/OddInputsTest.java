package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/odd-inputs.md names the test of each row; the test exists. */
class OddInputsTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

  static List<String> tests() throws IOException {
    Matcher named = TEST.matcher(Files.readString(CHECKOUT.resolve("docs/odd-inputs.md")));
    return named.results().map(found -> found.group(1) + "#" + found.group(2)).toList();
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theNamedTestExists(String test) throws IOException {
    String file = test.substring(0, test.indexOf('#')) + ".java";
    String method = test.substring(test.indexOf('#') + 1);
    try (Stream<Path> modules = Files.list(CHECKOUT)) {
      List<Path> sources = modules.map(m -> m.resolve("src/test/java")).toList();
      assertThat(sources.stream().flatMap(folder -> named(folder, file)).toList())
          .as(file)
          .anySatisfy(
              source -> assertThat(Files.readString(source)).contains("void " + method + "("));
    }
  }

  private static Stream<Path> named(Path folder, String file) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.endsWith(file)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
