package dev.linkspan.starter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {
  @ParameterizedTest
  @CsvSource({
    "0,0.0 s",
    "1540,1.5 s",
    "59940,59.9 s",
    "59960,1 min 00 s",
    "95400,1 min 35 s",
    "3600000,1 h 00 min",
    "-5,0.0 s",
  })
  void elapsedTimesReadWell(long millis, String text) {
    assertThat(DurationText.of(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void colorsTakeNoColumns() {
    assertThat(TextWidth.of(Theme.of(true, true).red("four"))).isEqualTo(4);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(TextWidth.of("日本 ok")).isEqualTo(7);
    assertThat(TextWidth.truncate("日本日本", 6, "…")).isEqualTo("日本…");
    assertThat(new Table("NAME", "ID").row("日本", "1").row("vpc", "2"))
        .hasToString("NAME  ID\n日本  1\nvpc   2");
  }

  @Test
  void longTextIsTruncatedWithAnEllipsis() {
    assertThat(TextWidth.truncate("something long", 8, "…")).isEqualTo("somethi…");
    assertThat(TextWidth.truncate("short", 8, "…")).isEqualTo("short");
  }

  @Test
  void tableColumnsAreAlignedWithoutTrailingSpaces() {
    assertThat(new Table("NAME", "ID").row("vpc", "1").row("longer one", "22"))
        .hasToString("NAME        ID\nvpc         1\nlonger one  22");
  }

  @Test
  void textIsWrappedBetweenWordsAndALongWordIsBroken() {
    assertThat(TextWidth.wrap("one two three four", 9)).containsExactly("one two", "three", "four");
    assertThat(TextWidth.wrap("abcdefghijkl mn", 8)).containsExactly("abcdefgh", "ijkl mn");
    assertThat(TextWidth.wrap("", 9)).isEmpty();
  }

  @Test
  void theSizeOfATerminalIsWhatSttyPrints() {
    assertThat(TerminalSize.parse("24 80\n")).contains(new TerminalSize(80, 24));
    assertThat(TerminalSize.parse("0 0")).isEmpty();
    assertThat(TerminalSize.parse("")).isEmpty();
    assertThat(TerminalSize.parse("a b")).isEmpty();
  }

  @Test
  void c21_foreignTextCannotControlTheTerminalOrFillTheScreen() {
    assertThat(TextWidth.oneLine("ada\u001b[31m\nroot\u0007"))
        .isEqualTo("ada\\u001b[31m root\\u0007");
    assertThat(TextWidth.oneLine("x".repeat(1_900_000))).hasSize(2_001);
  }
}
