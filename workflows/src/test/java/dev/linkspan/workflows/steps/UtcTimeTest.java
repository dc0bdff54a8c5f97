package dev.linkspan.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UtcTimeTest {
  @Test
  void peopleReadNoFractionsOfASecond() {
    assertThat(UtcTime.text(Instant.parse("2026-11-24T09:30:00.716Z")))
        .isEqualTo("2026-11-24T09:30:00Z");
  }
}
