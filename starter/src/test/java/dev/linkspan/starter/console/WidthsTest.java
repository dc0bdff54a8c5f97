package dev.linkspan.starter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthsTest {
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
    assertThat(Widths.elapsed(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void coloursTakeNoWidth() {
    assertThat(Widths.of(Marks.of(true, true).red("four"))).isEqualTo(4);
  }

  @Test
  void tooLongTextsAreCutWithAMark() {
    assertThat(Widths.cut("something long", 8, "…")).isEqualTo("somethi…");
    assertThat(Widths.cut("short", 8, "…")).isEqualTo("short");
  }

  @Test
  void tablesAlignAndEndWithoutSpaces() {
    assertThat(new Table("NAME", "ID").row("vpc", "1").row("longer one", "22"))
        .hasToString("NAME        ID\nvpc         1\nlonger one  22");
  }
}
