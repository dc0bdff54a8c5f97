package dev.linkspan.starter.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FittingTest {
  private static final String LINE =
      "  domains   *.unique_name.alicloud.plc.tidbcloud.com: expected, TiDB Cloud confirms them";

  @Test
  void aLineThatFitsStaysAsItIs() {
    assertThat(TextWidth.fit(LINE, 200)).isEqualTo(List.of(LINE));
  }

  @Test
  void whatDoesNotFitStandsIndentedBelow() {
    assertThat(TextWidth.fit(LINE, 80))
        .containsExactly(
            "  domains   *.unique_name.alicloud.plc.tidbcloud.com: expected, TiDB Cloud",
            "      confirms them");
    assertThat(TextWidth.fit(LINE, 40)).allMatch(line -> line.length() <= 40).hasSizeGreaterThan(2);
  }

  @Test
  void onlyATerminalWraps() {
    assertThat(printed(true)).contains("Cloud\n      confirms");
    assertThat(printed(false)).isEqualTo(LINE + "\n");
  }

  private static String printed(boolean live) {
    var out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Console(stream, stream, null, Theme.of(true, false), live, live, 80, 30).printWrapped(LINE);
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
