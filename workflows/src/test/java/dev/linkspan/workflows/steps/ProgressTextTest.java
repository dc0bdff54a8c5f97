package dev.linkspan.workflows.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private static Step step(String name, Step.State state, int attempt, String waitingFor) {
    return new Step(
        name,
        state,
        Optional.of(Instant.parse("2026-11-24T00:00:00Z")),
        Optional.empty(),
        attempt,
        Optional.ofNullable(waitingFor));
  }

  private static Progress progress(List<Step> steps) {
    return new Progress("private-link-demo", "Private link demo", steps, List.of("child-1"));
  }

  @Test
  void startsWithTheCurrentWaitAndThenListsTheSteps() {
    String text =
        ProgressText.markdown(
            progress(
                List.of(
                    step("VPC", Step.State.DONE, 1, null),
                    step("Approval", Step.State.AWAITING_APPROVAL, 1, "endpoint ep-1"))),
            Optional.of("line one  \nline two"),
            "default");

    assertThat(text.lines())
        .containsSequence("line one  ", "line two", "", "**Private link demo**")
        .contains(
            "- done: VPC",
            "- **waits for a decision**: Approval: endpoint ep-1",
            "Details in: [child-1](/namespaces/default/workflows/child-1)");
  }

  @Test
  void saysHowToResumeAParkedStep() {
    String text =
        ProgressText.markdown(
            progress(List.of(step("VPC", Step.State.PARKED, 2, "no quota - ask for more"))),
            Optional.empty(),
            "default");

    assertThat(text.lines().limit(2))
        .containsExactly(
            "Parked: VPC: no quota - ask for more  ",
            "When it is fixed, send the signal `retry` with `{\"by\": \"your name\"}`.");
    assertThat(text).contains("- **parked**: VPC (attempt 2): no quota");
  }

  @Test
  void saysThatNoActionIsNeededOtherwise() {
    assertThat(ProgressText.markdown(progress(List.of()), Optional.empty(), "default"))
        .startsWith("Nothing needs a person right now.");
  }

  @Test
  void staysBelowTheServersLimit() {
    String text =
        ProgressText.markdown(
            progress(Collections.nCopies(1000, step("a long name", Step.State.DONE, 1, null))),
            Optional.empty(),
            "default");

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(20_000);
    assertThat(text).endsWith("(cut)");
  }
}
