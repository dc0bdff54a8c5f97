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

/** Setups that run at the same time and share crashes. */
final class CrashBatch {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(400);

  /** The victim is killed before the caller of a held call gives up. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(6);

  /** By then, the server has noticed the interrupted step and scheduled it again. */
  private static final Duration RESCHEDULED = Duration.ofSeconds(8);

  /** By then, a worker that is ready has started what is scheduled. */
  private static final Duration STARTED_AGAIN = Duration.ofSeconds(2);

  private static final Duration TO_CONVERGE = Duration.ofMinutes(5);

  private final LocalStack stack;
  private final List<CrashTrial> trials;
  private final Victim victim;
  private final CrashMistakes mistakes;
  private final TemporalTools tools;
  private final List<Crash> crashes = new ArrayList<>();

  CrashBatch(LocalStack stack, List<CrashTrial> trials, Victim victim) {
    this.stack = stack;
    this.trials = List.copyOf(trials);
    this.victim = victim;
    this.mistakes = new CrashMistakes(stack);
    this.tools = new TemporalTools(stack.client());
  }

  List<Crash> crashes() {
    return crashes;
  }

  /** Does what precedes this stage, without a crash. */
  void prepare(Stage stage) {
    Together.run(trials.stream().<Runnable>map(trial -> () -> trial.setup.prepare(stage)).toList());
  }

  /** Runs this stage in every setup, with a crash at each of its points. */
  void run(Stage stage) {
    for (CrashTrial trial : trials) {
      trial.finished = false;
      trial.points(stage).forEach(chosen -> arm(trial, chosen));
    }
    trials.forEach(trial -> trial.setup.begin(stage));
    drive(stage);
    chosen(stage).forEach(chosen -> stack.sandbox().release(chosen.name, true));
    List<Resource> all = stack.sandbox().resources();
    for (CrashTrial trial : trials) {
      if (stage.endsWithLink()) {
        trial.differences.put(stage, trial.setup.difference(all));
        trial.lost = trial.setup.lost();
      } else {
        trial.leftOver = trial.setup.leftOver(all);
        if (stage == Stage.RESTORE) {
          trial.lost = trial.setup.lost();
        }
        List<String> failed = tools.failedWorkflowTasks(trial.setup.name());
        if (!failed.isEmpty()) {
          trial.problems.putIfAbsent(stage, "failed workflow tasks: " + failed);
        }
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
    while (trials.stream().anyMatch(trial -> !trial.finished)) {
      Map<String, String> states = stack.sandbox().pointStates();
      List<Chosen> held = chosen(stage).filter(c -> isAt("held", c, states)).toList();
      if (!held.isEmpty() && firstHeld.isEmpty()) {
        firstHeld = Optional.of(Instant.now());
      }
      boolean longEnough =
          firstHeld.filter(f -> f.plus(LONGEST_HOLD).isBefore(Instant.now())).isPresent();
      if (!held.isEmpty() && (longEnough || everySetupIsHeldOrPast(stage, states))) {
        crash(held);
        firstHeld = Optional.empty();
      }
      trials.stream().filter(trial -> !trial.finished).forEach(trial -> check(trial, stage));
      if (Instant.now().isAfter(end)) {
        trials.stream().filter(trial -> !trial.finished).forEach(trial -> giveUp(trial, stage));
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }

  /** Whether each setup is held at a point or has no more points ahead. */
  private boolean everySetupIsHeldOrPast(Stage stage, Map<String, String> states) {
    return trials.stream()
        .filter(trial -> !trial.finished)
        .allMatch(
            trial ->
                trial.points(stage).stream().anyMatch(c -> isAt("held", c, states))
                    || trial.points(stage).stream().noneMatch(c -> isAt("armed", c, states)));
  }

  private static boolean isAt(String state, Chosen chosen, Map<String, String> states) {
    return state.equals(states.get(chosen.name));
  }

  private void check(CrashTrial trial, Stage stage) {
    CrashSetup.Observation seen = trial.setup.observe();
    if (stage.endsWithLink()) {
      boolean failed = seen.closed() || seen.is(Phase.BROKEN);
      boolean ended = failed || seen.is(Phase.READY);
      boolean over = seen.closed() || !stage.keepsLink() || trial.setup.hasEnded(stage);
      trial.finished = ended && over;
      if (trial.finished && failed) {
        trial.problems.put(stage, "it ended as " + seen.phase());
      } else if (trial.finished && stage.keepsLink()) {
        trial.setup.link().finding().ifPresent(finding -> trial.problems.put(stage, finding));
      }
    } else {
      trial.finished = seen.closed();
    }
    if (seen.is(Phase.PARKED) && !trial.finished) {
      trial.setup.parkedFor().ifPresent(request -> answer(trial, stage, request));
    }
  }

  /** Only what follows from a mistake is answered as often as it is asked. */
  private static void answer(CrashTrial trial, Stage stage, String request) {
    boolean expected = trial.followsFromMistake(stage, request);
    if (expected || !trial.requests.containsKey(stage)) {
      if (!expected) {
        trial.requests.put(stage, request);
      }
      trial.setup.retry();
    }
  }

  private static void giveUp(CrashTrial trial, Stage stage) {
    trial.finished = true;
    trial.problems.put(
        stage,
        "not finished after %d min: %s"
            .formatted(TO_CONVERGE.toMinutes(), String.join("; ", trial.setup.pendingWork())));
  }

  private void crash(List<Chosen> held) {
    Crash crash = victim == Victim.MACHINES ? cutPower(held) : killProcesses(held);
    crashes.add(crash);
    held.forEach(chosen -> chosen.crash = Optional.of(crash));
    List<Chosen> late = held.stream().filter(Chosen::isLate).toList();
    if (!late.isEmpty()) {
      while (Instant.now().isBefore(crash.killed().plus(RESCHEDULED))
          || Instant.now().isBefore(crash.ready().plus(STARTED_AGAIN))) {
        LockSupport.parkNanos(POLL_INTERVAL.toNanos());
      }
      late.forEach(this::release);
    }
  }

  private Crash killProcesses(List<Chosen> held) {
    boolean serverDies = victim != Victim.WORKER;
    if (serverDies) {
      makeMistakes(held);
    }
    victim.parts().forEach(stack::kill);
    Instant killed = Instant.now();
    if (!serverDies) {
      makeMistakes(held);
    }
    held.stream().filter(chosen -> !chosen.isLate()).forEach(this::release);
    Instant started = stack.start(victim.parts());
    return new Crash(victim, killed, started, Instant.now());
  }

  /** No worker runs: what is sent waits for it. */
  private void makeMistakes(List<Chosen> held) {
    for (CrashTrial trial : trials) {
      held.stream()
          .filter(chosen -> chosen.setup.equals(trial.setup.name()))
          .forEach(chosen -> mistakes.make(chosen.point, trial.setup));
    }
  }

  private Crash cutPower(List<Chosen> held) {
    Set<String> setups = held.stream().map(chosen -> chosen.setup).collect(Collectors.toSet());
    List<String> machines =
        stack.sandbox().resources("instance").stream()
            .filter(machine -> setups.contains(machine.setup()))
            .filter(machine -> machine.status().equals("Running"))
            .map(Resource::id)
            .toList();
    machines.forEach(machine -> stack.sandbox().power(machine, "stop"));
    Instant killed = Instant.now();
    held.stream().filter(chosen -> !chosen.isLate()).forEach(this::release);
    stack.sandbox().await(machines, "Stopped");
    machines.forEach(machine -> stack.sandbox().power(machine, "start"));
    Instant started = Instant.now();
    stack.sandbox().await(machines, "Running");
    return new Crash(victim, killed, started, Instant.now());
  }

  private void release(Chosen chosen) {
    stack.sandbox().release(chosen.name, chosen.takesEffect());
  }

  /** All problems of the setups. */
  List<String> problems() {
    return trials.stream().flatMap(CrashTrial::allProblems).toList();
  }

  /** The results: one row for each point. */
  List<Row> rows() {
    return trials.stream().flatMap(trial -> trial.rows(crashes).stream()).toList();
  }
}
