package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashMatrix.Row;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.CrashTrial.Chosen;
import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Setups that live at the same time and share their deaths. */
final class CrashBatch {
  private static final Duration LOOK = Duration.ofMillis(400);

  /** A held call must not be given up by its caller before the victim dies. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(6);

  /** By then a step that died is missed, and offered again. */
  private static final Duration SECOND_TRY = Duration.ofSeconds(8);

  /** So soon a worker that is ready takes up what is offered. */
  private static final Duration TAKEN_UP = Duration.ofSeconds(2);

  private static final Duration TO_CONVERGE = Duration.ofMinutes(5);

  private final LocalStack stack;
  private final List<CrashTrial> trials;
  private final Victim victim;
  private final List<Crash> crashes = new ArrayList<>();

  CrashBatch(LocalStack stack, List<CrashTrial> trials, Victim victim) {
    this.stack = stack;
    this.trials = List.copyOf(trials);
    this.victim = victim;
  }

  List<Crash> crashes() {
    return crashes;
  }

  /** Lets every setup do this, with a death at each of the points. */
  void run(Stage stage) {
    for (CrashTrial trial : trials) {
      trial.over = false;
      trial.points(stage).forEach(chosen -> arm(trial, chosen));
    }
    for (CrashTrial trial : trials) {
      if (stage.makes()) {
        trial.setup.start();
      } else {
        trial.setup.destroy();
      }
    }
    drive(stage);
    chosen(stage).forEach(chosen -> stack.sandbox().release(chosen.name, true));
    List<Resource> all = stack.sandbox().resources();
    for (CrashTrial trial : trials) {
      if (stage.makes()) {
        trial.built = trial.setup.difference(all);
        trial.lost = trial.setup.lost();
      } else {
        trial.leftOver = trial.setup.leftOver(all);
      }
    }
  }

  private Stream<Chosen> chosen(Stage stage) {
    return trials.stream().flatMap(trial -> trial.points(stage).stream());
  }

  private void arm(CrashTrial trial, Chosen chosen) {
    CrashPoint point = chosen.point;
    stack.sandbox().arm(chosen.name, point.action(), trial.setup.name(), point.nth(), point.side());
  }

  private void drive(Stage stage) {
    Instant end = Instant.now().plus(TO_CONVERGE);
    Optional<Instant> firstHeld = Optional.empty();
    while (trials.stream().anyMatch(trial -> !trial.over)) {
      Map<String, String> states = stack.sandbox().pointStates();
      List<Chosen> held = chosen(stage).filter(c -> isAt("held", c, states)).toList();
      if (!held.isEmpty() && firstHeld.isEmpty()) {
        firstHeld = Optional.of(Instant.now());
      }
      boolean longEnough =
          firstHeld.filter(f -> f.plus(LONGEST_HOLD).isBefore(Instant.now())).isPresent();
      if (!held.isEmpty() && (longEnough || nobodyIsOnTheWay(stage, states))) {
        crash(held);
        firstHeld = Optional.empty();
      }
      trials.stream().filter(trial -> !trial.over).forEach(trial -> look(trial, stage));
      if (Instant.now().isAfter(end)) {
        trials.stream().filter(trial -> !trial.over).forEach(trial -> giveUp(trial, stage));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Whether each setup stands at a point, or will come to none any more. */
  private boolean nobodyIsOnTheWay(Stage stage, Map<String, String> states) {
    return trials.stream()
        .filter(trial -> !trial.over)
        .allMatch(
            trial ->
                trial.points(stage).stream().anyMatch(c -> isAt("held", c, states))
                    || trial.points(stage).stream().noneMatch(c -> isAt("armed", c, states)));
  }

  private static boolean isAt(String state, Chosen chosen, Map<String, String> states) {
    return state.equals(states.get(chosen.name));
  }

  private void look(CrashTrial trial, Stage stage) {
    CrashSetup.Seen seen = trial.setup.look();
    boolean failed = stage.makes() && (seen.closed() || seen.is(Phase.BROKEN));
    if (failed) {
      trial.problems.put(stage, "it ended as " + seen.phase());
    }
    trial.over = failed || (stage.makes() ? seen.is(Phase.READY) : seen.closed());
    boolean asks = seen.is(Phase.PARKED) && !trial.over;
    if (asks && !trial.persons.containsKey(stage)) {
      trial.persons.put(stage, trial.setup.trouble());
      trial.setup.retry();
    }
  }

  private static void giveUp(CrashTrial trial, Stage stage) {
    trial.over = true;
    trial.problems.put(
        stage,
        "not over after %d min: %s"
            .formatted(TO_CONVERGE.toMinutes(), String.join("; ", trial.setup.standing())));
  }

  private void crash(List<Chosen> held) {
    Crash crash = victim == Victim.MACHINES ? powerCut(held) : death(held);
    crashes.add(crash);
    held.forEach(chosen -> chosen.death = Optional.of(crash));
    List<Chosen> late = held.stream().filter(Chosen::isLate).toList();
    if (!late.isEmpty()) {
      while (Instant.now().isBefore(crash.killed().plus(SECOND_TRY))
          || Instant.now().isBefore(crash.ready().plus(TAKEN_UP))) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
      late.forEach(this::letGo);
    }
  }

  private Crash death(List<Chosen> held) {
    victim.parts().forEach(stack::kill);
    Instant killed = Instant.now();
    held.stream().filter(chosen -> !chosen.isLate()).forEach(this::letGo);
    Instant started = stack.start(victim.parts());
    return new Crash(victim, killed, started, Instant.now());
  }

  private Crash powerCut(List<Chosen> held) {
    Set<String> setups = held.stream().map(chosen -> chosen.setup).collect(Collectors.toSet());
    List<String> machines =
        stack.sandbox().resources("instance").stream()
            .filter(machine -> setups.contains(machine.setup()))
            .filter(machine -> machine.status().equals("Running"))
            .map(Resource::id)
            .toList();
    machines.forEach(machine -> stack.sandbox().power(machine, "stop"));
    Instant killed = Instant.now();
    held.stream().filter(chosen -> !chosen.isLate()).forEach(this::letGo);
    stack.sandbox().await(machines, "Stopped");
    machines.forEach(machine -> stack.sandbox().power(machine, "start"));
    Instant started = Instant.now();
    stack.sandbox().await(machines, "Running");
    return new Crash(victim, killed, started, Instant.now());
  }

  private void letGo(Chosen chosen) {
    stack.sandbox().release(chosen.name, chosen.goesOn());
  }

  /** What a setup that nobody disturbed came to grief of. */
  List<String> problems() {
    return trials.stream().flatMap(CrashTrial::trouble).toList();
  }

  /** What came of it: a row for each point. */
  List<Row> rows() {
    return trials.stream().flatMap(trial -> trial.rows(crashes).stream()).toList();
  }
}
