package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdTimeSpanTest {
  @ParameterizedTest
  @CsvSource({
    "5min 30s, 330",
    "1min 30s, 90",
    "330000000, 330",
    "1h, 3600",
    "2min 3.5s, 123",
    "500ms, 0",
    "infinity, 2147483647"
  })
  void timeSpansAreReadAsSystemdPrintsThem(String text, int seconds) {
    assertThat(SystemdTimeSpan.parse(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5min and a bit", "[not set]"})
  void invalidTimeSpansAreEmpty(String text) {
    assertThat(SystemdTimeSpan.parse(text)).isEmpty();
  }
}
