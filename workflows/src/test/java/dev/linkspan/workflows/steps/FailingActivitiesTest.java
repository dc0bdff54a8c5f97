package dev.linkspan.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailingActivitiesTest {
  private static final Instant NEXT = Instant.parse("2026-11-28T12:00:03Z");

  private final FailingActivities failing = new FailingActivities();

  @Test
  void c6_theTextNamesActivityAttemptErrorAndNextTry() {
    assertThat(failed("Kafka cluster", "Cluster as a whole", 4, "refused").text())
        .isEqualTo("Cluster as a whole: attempt 4 failed: refused; next try at 12:00:03 UTC");
    assertThat(
            new FailingActivity(
                    "VPC", "VPC", 8, "x", Optional.of(NEXT), Optional.of(Duration.ofSeconds(15)))
                .text())
        .isEqualTo("attempt 8 failed: x; next try at 12:00:03 UTC, then every 15 s");
  }

  @Test
  void anErrorBecomesABoundedLineWithoutControlCharacters() {
    String error = failed("a", "b", 2, "one\n  two\u001b[31m\u0007" + "x".repeat(1_000)).error();

    assertThat(error).startsWith("one | two [31m xxx").endsWith("...").hasSize(300);
  }

  @Test
  void aNoticeWithMissingFieldsIsRefused() {
    Message message =
        new Message(
            "w", Message.FAILING_ACTIVITY, new ObjectMapper().createObjectNode().put("attempt", 3));

    assertThatThrownBy(() -> CompleteRecord.read(message.body(), FailingActivity.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNoticeSurvivesTheMessage() {
    FailingActivity notice = failed("a", "b", 2, "error");

    assertThat(
            CompleteRecord.read(Message.failingActivity("w", notice).body(), FailingActivity.class))
        .isEqualTo(notice);
  }

  @Test
  void stepsThatAreUnknownOrHaveEndedAreIgnored() {
    List<Step> steps = List.of(step("done", Step.State.DONE), step("runs", Step.State.RUNNING));

    assertThat(failing.heard(failed("done", "x", 2, "e"), steps)).isEmpty();
    assertThat(failing.heard(failed("unknown", "x", 2, "e"), steps)).isEmpty();
    assertThat(failing.waitingFor("done")).isEmpty();
  }

  @Test
  void anActivityOutsideOfAStepBelongsToTheOneOfItsNameOrToTheLastOneThatRuns() {
    List<Step> one = List.of(step("done", Step.State.DONE), step("runs", Step.State.RUNNING));
    List<Step> two = List.of(step("other", Step.State.RUNNING), step("runs", Step.State.RUNNING));

    assertThat(failing.heard(failed("", "x", 2, "e"), one)).get().isEqualTo(one.get(1));
    assertThat(failing.heard(failed("", "x", 2, "e"), two)).get().isEqualTo(two.get(1));
    assertThat(failing.heard(failed("", "other", 2, "e"), two)).get().isEqualTo(two.get(0));
  }

  @Test
  void severalActivitiesOfAStepAreCountedUntilEachOfThemWorksAgain() {
    List<Step> steps = List.of(step("runs", Step.State.RUNNING));
    failing.heard(failed("runs", "first", 2, "e1"), steps);
    failing.heard(failed("runs", "second", 2, "e2"), steps);
    assertThat(failing.waitingFor("runs")).get().asString().contains("e2", "(1 more failing)");

    failing.heard(FailingActivity.recovered("runs", "second", 3), steps);
    assertThat(failing.waitingFor("runs")).get().asString().contains("e1").doesNotContain("more");

    failing.heard(FailingActivity.recovered("runs", "first", 3), steps);
    assertThat(failing.waitingFor("runs")).isEmpty();
  }

  private static FailingActivity failed(String step, String activity, int attempt, String error) {
    return new FailingActivity(step, activity, attempt, error, Optional.of(NEXT), Optional.empty());
  }

  private static Step step(String name, Step.State state) {
    return new Step(name, state, Optional.empty(), Optional.empty(), 1, Optional.empty());
  }
}
