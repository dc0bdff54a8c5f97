package dev.linkspan.workflows.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthChangesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  /** What is told after verifications with these healths, by their first letters. */
  private static List<String> told(String healths, boolean confirmed) {
    HealthChanges changes = HealthChanges.NONE;
    List<String> told = new ArrayList<>();
    for (int i = 0; i < healths.length(); i++) {
      char letter = healths.charAt(i);
      Health now = letter == 'h' ? Health.HEALTHY : letter == 'd' ? Health.DRIFTED : Health.BROKEN;
      Report report =
          new Report(
              NOON, "schedule", List.of(Check.of(Optional.empty(), "path", now.works(), "seen")));
      HealthChanges next =
          changes.after("id", now, report, Finding.after(report, List.of()), confirmed);
      next.unsent()
          .filter(change -> next.count() > told.size())
          .ifPresent(change -> told.add(change.id() + " " + change.from() + " " + change.to()));
      changes = next;
    }
    return told;
  }

  @ParameterizedTest
  @CsvSource({
    "h, 0",
    "hhhh, 0",
    "hb, 1",
    "hbbb, 1",
    "hbh, 1",
    "hbhh, 2",
    "hbhbhbhb, 1",
    "hdhdhd, 0",
    "hdd, 1",
    "b, 1"
  })
  void aChangeIsToldOnceAndFlappingIsHeldBack(String healths, int events) {
    assertThat(told(healths, true)).hasSize(events).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"hb, 0", "hbb, 1", "hbhbhb, 0"})
  void aFailureThatWasNotCheckedAgainNeedsASecondVerification(String healths, int events) {
    assertThat(told(healths, false)).hasSize(events);
  }
}
