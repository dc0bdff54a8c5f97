package dev.linkspan.workflows.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTextTest {

  /** What makes properties files hard, and a few letters that can form the keys asked for. */
  private static final String[] FRAGMENTS = {
    "a", "b", "ab", "a", "b", "=", ":", " ", "\t", "\f", "\\", "\\", "\n", "\n", "\r", "\r\n",
    "\\\n", "\\\r\n", "\\\n  ", "#", "!", ",", "\\u0061", "\\u00fc", "\\t", "\\n", "\\=", "\\ ",
    "\u00fc", "\u00e4", "\u0000", "a=1,2", "\nb : ", "\n#", "\na="
  };

  private static final String[] VALUE_FRAGMENTS = {
    "a", "1", ",", " ", "  ", "\\", "=", ":", "#", "!", "\t", "\n", "\r", "\f", "\u00fc", "\u4e0a",
    "1,2", "2"
  };

  @Test
  void readsWhatJavaReads() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String text = random(random, FRAGMENTS, 14);
      assertThat(read(text)).as(shown(text)).isEqualTo(java(text));
    }
  }

  @Test
  void refusesEveryEscapeThatJavaRefuses() {
    Random random = new Random(3);
    for (int i = 0; i < 30_000; i++) {
      String text = random(random, FRAGMENTS, 5) + "\\u00" + random(random, FRAGMENTS, 3);
      Optional<Map<String, String>> java = unlessMalformed(() -> java(text));
      assertThat(unlessMalformed(() -> read(text))).as(shown(text)).isEqualTo(java);
    }
  }

  @Test
  void changesInJavasEyesOneKeyAndNothingElse() throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      String text = random(random, FRAGMENTS, 14);
      String key = random.nextBoolean() ? "a" : random.nextBoolean() ? "b" : "new:key";
      String value = random(random, VALUE_FRAGMENTS, 5);
      PropertiesText file = PropertiesText.parse(text);
      PropertiesText edited = file.with(key, value);
      Map<String, String> expected = java(text);
      expected.put(key, value);
      String what = shown(text) + " with " + key + "=" + shown(value);
      assertThat(java(edited.text())).as(what).isEqualTo(expected);
      assertThat(edited.with(key, value)).as(what).isEqualTo(edited);
      assertThatBytesOutsideOfTheValueAreKept(file, edited, key, what);
    }
  }

  /** What is before the value and after its end stands unchanged around the new one. */
  private static void assertThatBytesOutsideOfTheValueAreKept(
      PropertiesText file, PropertiesText edited, String key, String what) {
    Optional<Entry> entry = file.entry(key);
    String before = file.text().substring(0, entry.map(Entry::valueStart).orElse(length(file)));
    String after = file.text().substring(entry.map(Entry::end).orElse(length(file)));
    assertThat(edited.text()).as(what).startsWith(before).endsWith(after);
  }

  private static int length(PropertiesText file) {
    return file.text().length();
  }

  @Test
  void keepsTheLayoutOfAList() {
    String list = "k = a,\\\n    b,\\\r\n\t c\nx=1\n";
    assertThat(PropertiesText.parse(list).with("k", "a,b,c,d").text())
        .isEqualTo(list.replace("c\n", "c,d\n"));
    assertThat(PropertiesText.parse(list).with("k", "a,bee,c").text())
        .isEqualTo(list.replace("b,", "bee,"));
  }

  @Test
  void changesTheLastOfTwoEntries() {
    assertThat(PropertiesText.parse("k=a\n#k=c\nk=b\nx=1").with("k", "c").text())
        .isEqualTo("k=a\n#k=c\nk=c\nx=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void appendsWithTheLineEndingOfTheFile(String newline) {
    String text = "# x" + newline + "a=1";
    assertThat(PropertiesText.parse(text).with("k", "v").text())
        .isEqualTo(text + newline + "k=v" + newline);
    assertThat(PropertiesText.parse(text + newline).with("k", "v").text())
        .isEqualTo(text + newline + "k=v" + newline);
  }

  @Test
  void leavesSeparatorIndentationAndTrailingBlanks() {
    assertThat(PropertiesText.parse(" \tk \t:  old  \n").with("k", "new  ").text())
        .isEqualTo(" \tk \t:  new  \n");
    assertThat(PropertiesText.parse("k old").with("k", "=new").text()).isEqualTo("k \\=new");
    assertThat(PropertiesText.parse("k\n").with("k", "new").text()).isEqualTo("k=new\n");
  }

  @Test
  void givesBackTheSameTextWhereNothingChanges() {
    PropertiesText file = PropertiesText.parse("k = \\u0061\\\n b\n");
    assertThat(file.value("k")).contains("ab");
    assertThat(file.with("k", "ab")).isSameAs(file);
    assertThat(file.value("l")).isEmpty();
  }

  @Test
  void refusesWhatJavaRefuses() {
    assertThatThrownBy(() -> PropertiesText.parse("a=1\nkey=secret\\u00zz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: malformed \\uxxxx escape");
    assertThatThrownBy(() -> PropertiesText.parse("# \u4e0a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ISO-8859-1");
  }

  @Test
  void neverPrintsItsText() {
    assertThat(PropertiesText.parse("ssl.key.password=secret\n"))
        .hasToString("PropertiesText[1 entries]");
  }

  private static String random(Random random, String[] fragments, int most) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append(fragments[random.nextInt(fragments.length)]);
    }
    return text.toString();
  }

  private static Optional<Map<String, String>> unlessMalformed(
      Callable<Map<String, String>> reading) {
    try {
      return Optional.of(reading.call());
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> read(String text) {
    Map<String, String> read = new TreeMap<>();
    PropertiesText.parse(text).entries().forEach(entry -> read.put(entry.key(), entry.value()));
    return named(read);
  }

  private static Map<String, String> java(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    Map<String, String> map = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return named(map);
  }

  /** Java takes a lone backslash at the end of a file for a setting without a name. */
  private static Map<String, String> named(Map<String, String> map) {
    map.remove("");
    return map;
  }

  private static String shown(String text) {
    return "<" + Escapes.within(text) + ">";
  }
}
