package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {

  @Test
  void theServersVersionIsReadAndNotThePrograms() {
    assertThat(ServerVersion.parse("temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)\n"))
        .contains(new ServerVersion(1, 32, 0));
    assertThat(ServerVersion.parse("temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"))
        .contains(new ServerVersion(1, 29, 1));
    assertThat(ServerVersion.parse("temporal version 1.9.1 (Server 1.33.0-rc.1, UI 2.54.1)"))
        .contains(new ServerVersion(1, 33, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "temporal version 1.9.1",
        "unknown flag: --version",
        "(Server x)",
        "temporal version 1.9.1 (Server 1.32)",
        "temporal version 1.9.1 (Server 99999999999.1.1, UI 2.54.1)"
      })
  void anotherAnswerHasNoVersion(String printed) {
    assertThat(ServerVersion.parse(printed)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.29.1, 1.29.1, 0",
    "1.29.0, 1.29.1, -1",
    "1.30.0, 1.29.1, 1",
    "1.9.9, 1.29.1, -1",
    "1.100.0, 1.29.1, 1",
    "2.0.0, 1.29.1, 1",
    "0.99.99, 1.29.1, -1"
  })
  void versionsCompareByNumberFromLeftToRight(String one, String other, int expected) {
    assertThat(Integer.signum(version(one).compareTo(version(other)))).isEqualTo(expected);
  }

  private static ServerVersion version(String text) {
    return ServerVersion.parse("(Server " + text + ")").orElseThrow();
  }
}
