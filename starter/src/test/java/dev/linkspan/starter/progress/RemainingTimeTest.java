package dev.linkspan.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work: the network takes 60 s, then the cluster takes 120 s; a person decides between. */
class RemainingTimeTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

  @TempDir private Path folder;

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private static Step step(String name, Long from, Long to) {
    State state = from == null ? State.PLANNED : to == null ? State.RUNNING : State.DONE;
    return new Step(
        name,
        state,
        Optional.ofNullable(from).map(RemainingTimeTest::at),
        Optional.ofNullable(to).map(RemainingTimeTest::at),
        1,
        Optional.empty());
  }

  private static SetupSnapshot snapshot(Phase phase, Step... steps) {
    Progress progress = new Progress("private-link-demo", "demo", List.of(steps), List.of());
    return new SetupSnapshot(
        Statuses.of(phase, Optional.empty()), new ProgressTree(progress, List.of()), false);
  }

  private static SetupSnapshot building(Long... times) {
    return snapshot(
        Phase.BUILDING, step("Network", times[0], times[1]), step("Cluster", times[2], times[3]));
  }

  /** 60 s, an hour until a person has decided, 120 s. */
  private void followOnce() {
    RemainingTime time = new RemainingTime(folder);
    assertThat(time.after(building(0L, null, null, null), at(1))).isEmpty();
    assertThat(
            time.after(
                snapshot(
                    Phase.AWAITING_APPROVAL, step("Network", 0L, 60L), step("Cluster", null, null)),
                at(60)))
        .isEmpty();
    assertThat(time.after(building(0L, 60L, 3_660L, null), at(3_660))).isEmpty();
    assertThat(
            time.after(
                snapshot(Phase.READY, step("Network", 0L, 60L), step("Cluster", 3_660L, 3_780L)),
                at(3_780)))
        .isEmpty();
  }

  @Test
  void theNextWorkOfTheSameKindTakesAsLongWithoutTheWaitForAPerson() {
    followOnce();
    RemainingTime time = new RemainingTime(folder);

    assertThat(time.after(building(0L, null, null, null), at(1))).contains("about 3 min left");
    assertThat(time.after(building(0L, null, null, null), at(45))).contains("about 3 min left");
    assertThat(time.after(building(0L, 50L, 50L, null), at(51))).contains("about 2 min left");
    assertThat(time.after(building(0L, 50L, 50L, null), at(150))).contains("about 30 s left");
  }

  @Test
  void aStepThatTakesLongerDoesNotCountDownPastTheOnesAfterIt() {
    followOnce();
    RemainingTime time = new RemainingTime(folder);

    assertThat(time.after(building(0L, null, null, null), at(1))).contains("about 3 min left");
    assertThat(time.after(building(0L, null, null, null), at(600))).contains("about 2 min left");
    assertThat(time.after(building(0L, 600L, 600L, null), at(900)))
        .contains("longer than the last time, 3 min 00 s");
  }

  @Test
  void aWorkThatIsFollowedFromItsMiddleEstimatesAndTeachesNothing() {
    followOnce();
    RemainingTime time = new RemainingTime(folder);
    time.after(building(0L, 600L, 600L, null), at(620));
    time.after(
        snapshot(Phase.READY, step("Network", 0L, 600L), step("Cluster", 600L, 900L)), at(900));

    assertThat(new RemainingTime(folder).after(building(0L, null, null, null), at(1)))
        .contains("about 3 min left");
  }

  @Test
  void whileAPersonIsWaitedForThereIsNoEstimate() {
    followOnce();
    RemainingTime time = new RemainingTime(folder);
    time.after(building(0L, null, null, null), at(1));

    assertThat(
            time.after(
                snapshot(Phase.PARKED, step("Network", 0L, null), step("Cluster", null, null)),
                at(2)))
        .isEmpty();
  }

  @Test
  void anAbandonedConstructionIsNoExample() {
    RemainingTime time = new RemainingTime(folder);
    time.after(building(0L, null, null, null), at(1));
    time.after(
        snapshot(Phase.DESTROYING, step("Network", 0L, 5L), step("Cluster", null, null)), at(5));

    assertThat(new RemainingTime(folder).after(building(0L, null, null, null), at(1))).isEmpty();
  }
}
