package dev.linkspan.workflows.listeners;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.NotNeeded;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as they are found on brokers. Each {@code NAME.properties} has beside it what is expected,
 * as a person would see it: {@code NAME.expected} holds the diff, or why there is none. Kafka 3.7.1
 * was seen to accept every changed file but the one in the form of Kafka 4. What is secret in them
 * contains {@code s3cret}.
 */
class WildFilesTest {
  private static final Set<String> KEYS =
      Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private static final ExternalListener WANTED =
      new ExternalListener(
          "EXTERNAL",
          "0.0.0.0",
          39092,
          "b1.dvs6nl5jgveztmla3pxkxgh76i.alicloud.plc.tidbcloud.com",
          9093,
          "PLAINTEXT");

  /** One physical line with its line ending. */
  private static final Pattern LINE = Pattern.compile("[^\r\n]*(\r\n|\r|\n)|[^\r\n]+");

  private static final Pattern CONTINUED =
      Pattern.compile("(?s).*(?<!\\\\)(\\\\\\\\)*\\\\(\r\n|\r|\n)");

  static List<String> names() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".properties"))
          .map(name -> name.replace(".properties", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isChangedOrRefusedAsExpected(String name) throws Exception {
    PropertiesText file = read(name);
    assertThat(text(file, ListenerChange.of(file, WANTED)))
        .isEqualTo(Files.readString(folder().resolve(name + ".expected"), ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("names")
  void differsForJavaInTheIntendedKeysOnly(String name) throws Exception {
    PropertiesText file = read(name);
    if (ListenerChange.of(file, WANTED) instanceof Change change) {
      Properties expected = java(file.text());
      for (KeyChange key : change.changes()) {
        assertThat(key.before().orElse(null))
            .isEqualTo(expected.setProperty(key.key(), key.after()));
        assertThat(KEYS).contains(key.key());
      }
      assertThat(java(change.after().text())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void keepsEveryOtherByte(String name) throws Exception {
    PropertiesText file = read(name);
    if (ListenerChange.of(file, WANTED) instanceof Change change) {
      String kept = withoutChangedSettings(file.text(), change);
      String keptAfter = withoutChangedSettings(change.after().text(), change);
      assertThat(keptAfter).startsWith(kept);
      assertThat(keptAfter.substring(kept.length()))
          .as("at most the newlines that end the last line before something is appended")
          .isBlank()
          .hasSizeLessThan(3);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void twiceIsAsOnce(String name) throws Exception {
    PropertiesText file = read(name);
    if (ListenerChange.of(file, WANTED) instanceof Change change) {
      assertThat(ListenerChange.of(change.after(), WANTED))
          .isEqualTo(new ListenerChange.Unchanged(change.after()));
    } else {
      assertThat(ListenerChange.of(file, WANTED)).isEqualTo(ListenerChange.of(file, WANTED));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void showsNoSecret(String name) throws Exception {
    PropertiesText file = read(name);
    ListenerChange result = ListenerChange.of(file, WANTED);
    assertThat(text(file, result) + result + settings(file)).doesNotContain("s3cret");
  }

  private static String settings(PropertiesText file) {
    try {
      return ListenerSettings.of(file).toString();
    } catch (ListenerFileException refusal) {
      return refusal.problem() + refusal.remedy();
    }
  }

  private static String text(PropertiesText file, ListenerChange result) {
    if (result instanceof Change change) {
      return FileDiff.of(file, change.after(), "server.properties");
    } else if (result instanceof Refused refused) {
      return "Refused: " + refused.problem() + "\n" + refused.remedy() + "\n";
    } else if (result instanceof NotNeeded notNeeded) {
      return "Not needed: " + notNeeded.reason() + "\n";
    }
    return "Unchanged\n";
  }

  /**
   * The text without the lines of the changed settings, found without the code under test: Java
   * itself is asked which key a run of lines defines. Of a key that stands there twice, only the
   * last one may have changed.
   */
  private static String withoutChangedSettings(String text, Change change) throws IOException {
    List<String> kept = new ArrayList<>();
    Map<String, Integer> lastOfKey = new HashMap<>();
    StringBuilder logical = new StringBuilder();
    Matcher lines = LINE.matcher(text);
    while (lines.find()) {
      logical.append(lines.group());
      boolean comment = logical.toString().stripLeading().matches("(?s)[#!].*");
      if (comment || !CONTINUED.matcher(lines.group()).matches()) {
        java(logical.toString())
            .stringPropertyNames()
            .forEach(key -> lastOfKey.put(key, kept.size()));
        kept.add(logical.toString());
        logical.setLength(0);
      }
    }
    kept.add(logical.toString());
    change.changes().stream()
        .map(KeyChange::key)
        .filter(lastOfKey::containsKey)
        .forEach(key -> kept.set(lastOfKey.get(key), ""));
    return String.join("", kept);
  }

  private static Properties java(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    return properties;
  }

  private static PropertiesText read(String name) throws IOException, URISyntaxException {
    return PropertiesText.parse(
        Files.readString(folder().resolve(name + ".properties"), ISO_8859_1));
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(WildFilesTest.class.getResource("wild").toURI());
  }
}
