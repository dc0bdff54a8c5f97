package dev.linkspan.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeedsTextTest {
  private static final ParkedStepNotice PAUSE =
      new ParkedStepNotice(
          ListenerRollout.id("abc"), ListenerRollout.PAUSED, true, "paused by ada", "`resume`");
  private static final ParkedStepNotice STEP =
      new ParkedStepNotice("private-link-demo", "VPC", true, "no right", "Grant it.");

  private static SetupStatus parked(ParkedStepNotice... steps) {
    return Statuses.of(Phase.PARKED, Optional.of("Parked. Send the signal `retry`."), steps);
  }

  @Test
  void aPausedRolloutNeedsResumeAndNotRetry() {
    assertThat(NeedsText.isPaused(parked(PAUSE))).isTrue();
    assertThat(NeedsText.line(parked(PAUSE)))
        .contains("the rollout is paused: linkspan resume demo");
    assertThat(NeedsText.isPaused(parked(PAUSE, STEP))).isFalse();
    assertThat(NeedsText.line(parked(STEP)))
        .contains("VPC is parked: no right. Then: linkspan retry demo");
  }

  @Test
  void theVerdictSaysBetweenWhichHopsAndForWhichBroker() {
    Report report =
        new Report(
            Instant.EPOCH,
            "setup",
            List.of(
                Check.passed(Optional.empty(), "endpoint connection", "Connected"),
                Check.passed(Optional.of(1), "listener 9093", "Running"),
                Check.passed(Optional.of(2), "listener 9094", "Running"),
                Check.failed(Optional.of(2), "backend of broker 2", "unhealthy")
                    .remedy("Start it."),
                Check.failed(Optional.of(3), "backend of broker 3", "unhealthy")));

    assertThat(VerdictText.lines(report))
        .containsExactly(
            "Broken between listener 9094 and backend of broker 2 for broker 2; the 3 hops before it"
                + " are fine",
            "  unhealthy",
            "  -> Start it.",
            "  and 1 more hop after it");
    assertThat(VerdictText.lines(new Report(Instant.EPOCH, "setup", List.of()))).isEmpty();
  }
}
