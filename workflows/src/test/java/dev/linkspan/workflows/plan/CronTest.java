package dev.linkspan.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.Cron.Field;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 6 * * *        | HOUR         | 6",
        "*/15 * * * *     | MINUTE       | 0 15 30 45",
        "5,35 8-11/2 * * *| HOUR         | 8 10",
        "10/20 * * * *    | MINUTE       | 10 30 50",
        "0 6 * * MON-FRI  | DAY_OF_WEEK  | 1 2 3 4 5",
        "0 6 * * 7        | DAY_OF_WEEK  | 0",
        "0 6 1 jan,JUL *  | MONTH        | 1 7"
      })
  void theFieldsAreThoseOfCron(String text, Field field, String values) {
    assertThat(Cron.of(text, "UTC").values(field))
        .extracting(String::valueOf)
        .containsExactly(values.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "0 6 * *, five fields",
    "60 6 * * *, 60",
    "0 6 * * XYZ, day of week",
    "0 9-6 * * *, ends before it starts",
    "0 */0 * * *, step",
    "*/4 * * * *, 5 minutes apart",
    "0 6 30 2 *, no month",
    "0 6 31 4-6/2 *, no month",
  })
  void whatIsNoCronExpressionIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> Cron.of(text, "UTC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+08:00", "GMT+8", "UTC+08:00", "Z", "SystemV/AST4", "Mars/Base", ""})
  void aTimeZoneHasANameThatTemporalKnows(String timeZone) {
    assertThatThrownBy(() -> Cron.of("0 6 * * *", timeZone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Etc/GMT-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Singapore", "Etc/GMT-8", "America/Argentina/Salta"})
  void everyNameOfTheTzDatabaseIsATimeZone(String timeZone) {
    assertThat(Cron.of("0 6 29 2 *", timeZone).timeZone()).isEqualTo(timeZone);
  }

  @ParameterizedTest
  @CsvSource({
    "5 * * * *, 1",
    "0 6 * * *, 24",
    "0 6 * * MON, 168",
    "0 6 1 * *, 1488",
    "0 6 1 1 *, 8784"
  })
  void theLongestGapFollowsFromTheFieldsThatAreWritten(String text, long hours) {
    assertThat(Cron.of(text, "UTC").longestGap()).isEqualTo(Duration.ofHours(hours));
  }

  @Test
  void aRunIsDelayedByATenthOfTheIntervalAtMost() {
    assertThat(Recurrence.every(Duration.ofMinutes(5)).jitter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Recurrence.every(Duration.ofDays(1)).jitter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(Recurrence.at(Cron.of("0 6 * * *", "UTC")).jitter())
        .isEqualTo(Duration.ofMinutes(10));
  }
}
