package dev.linkspan.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetupSummaryTextTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:01:00Z");

  private static ProgressTree tree(Optional<String> failure) {
    Step step =
        new Step(
            "Start of broker 1",
            State.RUNNING,
            Optional.of(NOW.minusSeconds(30)),
            Optional.empty(),
            1,
            failure);
    return new ProgressTree(
        new Progress("private-link-demo", "demo", List.of(step), List.of(), Map.of()), List.of());
  }

  private static List<String> facts(Phase phase) {
    return facts(phase, Optional.empty(), Optional.of("2026-11-24 01:00 UTC"));
  }

  private static List<String> facts(Optional<String> failure) {
    return facts(Phase.BUILDING, failure, Optional.empty());
  }

  private static List<String> facts(
      Phase phase, Optional<String> failure, Optional<String> nextProof) {
    Console console =
        Console.plain(
            new PrintStream(PrintStream.nullOutputStream()),
            new PrintStream(PrintStream.nullOutputStream()),
            InputStream.nullInputStream());
    return new SetupSummaryText(console, NOW)
        .facts(
            new SetupSnapshot(Statuses.of(phase, Optional.empty()), tree(failure), false),
            nextProof);
  }

  @Test
  void aSetupThatIsGoneHasNoNextProof() {
    assertThat(facts(Phase.READY)).anyMatch(line -> line.startsWith("next proof"));
    assertThat(facts(Phase.DESTROYED)).noneMatch(line -> line.startsWith("next proof"));
  }

  @Test
  void aStepWhoseAttemptsFailIsNamedWithTheReason() {
    assertThat(facts(Optional.of("attempt 3 failed: connection refused;\n next try at 00:02 UTC")))
        .contains(
            "failing   Start of broker 1: attempt 3 failed: connection refused; next try at 00:02 UTC");
    assertThat(facts(Optional.empty())).noneMatch(line -> line.startsWith("failing"));
  }
}
