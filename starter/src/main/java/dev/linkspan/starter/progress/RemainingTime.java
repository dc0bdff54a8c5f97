package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Estimates how long the work of a setup still takes, from the last work of the same kind that a
 * command on this computer followed from its beginning to its end: the same phase, with as many
 * steps. The files are in the state folder; without one, there is no estimate.
 */
final class RemainingTime {
  private static final Set<Phase> WORK =
      EnumSet.of(
          Phase.BUILDING, Phase.RESTARTING, Phase.REPAIRING, Phase.UPDATING, Phase.DESTROYING);
  private static final Set<Phase> WAITING = EnumSet.of(Phase.PARKED, Phase.AWAITING_APPROVAL);

  /** A work that has gone on for longer was not followed from its beginning. */
  private static final Duration JUST_BEGUN = Duration.ofSeconds(15);

  private final Path folder;
  private Optional<Phase> work = Optional.empty();
  private WorkClock clock = new WorkClock(Instant.EPOCH);
  private Optional<EarlierTimes> earlier = Optional.empty();
  private boolean followedFromTheBeginning;

  /**
   * @param folder of the files
   */
  RemainingTime(Path folder) {
    this.folder = folder;
  }

  /** Takes note of a snapshot; for example {@code about 3 min left}, empty if nothing is known. */
  Optional<String> after(SetupSnapshot snapshot, Instant now) {
    Phase phase = snapshot.status().phase();
    List<Step> steps = snapshot.progress().progress().steps();
    if (WORK.contains(phase) && !work.equals(Optional.of(phase))) {
      begin(phase, steps, now);
    }
    clock.waiting(WAITING.contains(phase), now);
    if (work.isPresent() && !WORK.contains(phase) && !WAITING.contains(phase)) {
      end(work.get(), phase, steps, now);
      work = Optional.empty();
    }
    if (work.isEmpty() || WAITING.contains(phase)) {
      return Optional.empty();
    }
    return earlier.flatMap(times -> text(times, steps, now));
  }

  private void begin(Phase phase, List<Step> steps, Instant now) {
    Instant begun =
        steps.stream()
            .filter(step -> step.state() == State.RUNNING)
            .flatMap(step -> step.startedAt().stream())
            .min(Instant::compareTo)
            .orElse(now);
    boolean sawTheChange = work.isPresent();
    followedFromTheBeginning =
        sawTheChange || Duration.between(begun, now).compareTo(JUST_BEGUN) < 0;
    work = Optional.of(phase);
    clock = new WorkClock(begun);
    earlier = read(file(phase, steps));
  }

  private void end(Phase phase, Phase next, List<Step> steps, Instant now) {
    boolean toItsEnd = (phase == Phase.DESTROYING) == (next == Phase.DESTROYED);
    if (followedFromTheBeginning && toItsEnd) {
      write(file(phase, steps), EarlierTimes.of(steps, clock, clock.at(now)));
    }
  }

  private Optional<String> text(EarlierTimes times, List<Step> steps, Instant now) {
    return times
        .left(steps, clock, clock.at(now))
        .map(
            left ->
                left.isZero() || left.isNegative()
                    ? "longer than the last time, " + DurationText.of(times.total())
                    : "about " + rounded(left) + " left");
  }

  /** Coarse, so that it does not jump. */
  private static String rounded(Duration left) {
    long seconds = left.toSeconds();
    return seconds < 60 ? (seconds / 10 + 1) * 10 + " s" : (seconds + 59) / 60 + " min";
  }

  private Path file(Phase phase, List<Step> steps) {
    return folder.resolve(phase.name().toLowerCase(Locale.ROOT) + "-" + steps.size());
  }

  private static Optional<EarlierTimes> read(Path file) {
    try {
      return Optional.of(EarlierTimes.parse(Files.readAllLines(file)));
    } catch (IOException | RuntimeException none) {
      return Optional.empty();
    }
  }

  private static void write(Path file, EarlierTimes times) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, times.lines());
    } catch (IOException e) {
      // Without the file, there is no estimate; the command itself does not need it.
    }
  }
}
