package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.setup.SetupStatus.Phase;
import dev.linkspan.systemtests.CrashMatrix.Row;
import dev.linkspan.systemtests.CrashPoint.Moment;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import dev.linkspan.systemtests.Expected.Difference;
import dev.linkspan.systemtests.SandboxControl.Resource;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Setups that live at the same time and share their deaths. */
final class CrashBatch {
  private static final Duration LOOK = Duration.ofMillis(300);

  /** A held call must not be given up by its caller before the victim dies. */
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(12);

  /** By then a step that died has begun again. */
  private static final Duration SECOND_TRY = Duration.ofSeconds(16);

  private static final Duration TO_CONVERGE = Duration.ofMinutes(4);

  private final LocalStack stack;
  private final List<Trial> trials;
  private final Victim victim;
  private final List<Crash> crashes = new ArrayList<>();

  CrashBatch(LocalStack stack, List<Trial> trials, Victim victim) {
    this.stack = stack;
    this.trials = List.copyOf(trials);
    this.victim = victim;
  }

  /** One setup, and the points that it is to die at. */
  static final class Trial {
    final CrashSetup setup;
    final Map<Stage, CrashPoint> points = new EnumMap<>(Stage.class);
    final Map<Stage, Crash> died = new EnumMap<>(Stage.class);
    final Map<Stage, String> problems = new EnumMap<>(Stage.class);
    final Map<Stage, String> persons = new EnumMap<>(Stage.class);
    Difference built = Difference.NONE;
    List<String> leftOver = List.of();
    boolean over;

    Trial(CrashSetup setup) {
      this.setup = setup;
    }

    void at(CrashPoint point) {
      points.put(point.stage(), point);
    }

    String pointName(Stage stage) {
      return setup.name() + "-" + stage;
    }
  }

  List<Crash> crashes() {
    return crashes;
  }

  /** Lets every setup do this, with a death at each of the points. */
  void run(Stage stage) {
    for (Trial trial : trials) {
      trial.over = false;
      Optional.ofNullable(trial.points.get(stage)).ifPresent(point -> arm(trial, point));
    }
    trials.forEach(trial -> begin(trial, stage));
    drive(stage);
    trials.stream()
        .filter(trial -> trial.points.containsKey(stage))
        .forEach(trial -> stack.sandbox().release(trial.pointName(stage), true));
    List<Resource> all = stack.sandbox().resources();
    for (Trial trial : trials) {
      if (stage == Stage.BUILD) {
        trial.built = trial.setup.difference(all);
      } else {
        trial.leftOver =
            trial.setup.own(all).stream().map(r -> r.type() + " " + r.name() + r.key()).toList();
      }
    }
  }

  private void arm(Trial trial, CrashPoint point) {
    stack
        .sandbox()
        .arm(
            trial.pointName(point.stage()),
            point.action(),
            trial.setup.name(),
            point.nth(),
            point.side());
  }

  private static void begin(Trial trial, Stage stage) {
    if (stage == Stage.BUILD) {
      trial.setup.start();
    } else {
      trial.setup.destroy();
    }
  }

  private void drive(Stage stage) {
    Instant end = Instant.now().plus(TO_CONVERGE);
    Optional<Instant> firstHeld = Optional.empty();
    while (trials.stream().anyMatch(trial -> !trial.over)) {
      List<Trial> held = at("held", stage);
      if (!held.isEmpty() && firstHeld.isEmpty()) {
        firstHeld = Optional.of(Instant.now());
      }
      boolean longEnough =
          firstHeld.filter(f -> f.plus(LONGEST_HOLD).isBefore(Instant.now())).isPresent();
      if (!held.isEmpty() && (longEnough || nobodyIsOnTheWay(stage))) {
        crash(held, stage);
        firstHeld = Optional.empty();
      }
      trials.stream().filter(trial -> !trial.over).forEach(trial -> look(trial, stage));
      if (Instant.now().isAfter(end)) {
        trials.stream().filter(trial -> !trial.over).forEach(trial -> giveUp(trial, stage));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean nobodyIsOnTheWay(Stage stage) {
    return at("armed", stage).stream().allMatch(trial -> trial.over);
  }

  private List<Trial> at(String state, Stage stage) {
    Map<String, JsonNode> points = stack.sandbox().points();
    return trials.stream()
        .filter(
            trial -> {
              JsonNode point = points.get(trial.pointName(stage));
              return point != null && point.path("state").asText().equals(state);
            })
        .toList();
  }

  private void look(Trial trial, Stage stage) {
    boolean closed = trial.setup.closed();
    Optional<Phase> phase = trial.setup.phase();
    if (stage == Stage.BUILD) {
      trial.over = closed || phase.equals(Optional.of(Phase.READY));
      if (closed || phase.equals(Optional.of(Phase.BROKEN))) {
        trial.over = true;
        trial.problems.put(stage, "it ended as " + phase);
      }
    } else {
      trial.over = closed;
    }
    boolean asks = phase.equals(Optional.of(Phase.PARKED)) && !trial.over;
    if (asks && !trial.persons.containsKey(stage)) {
      trial.persons.put(stage, trial.setup.trouble());
      trial.setup.retry();
    }
  }

  private static void giveUp(Trial trial, Stage stage) {
    trial.over = true;
    trial.problems.put(
        stage, "not over after " + TO_CONVERGE.toMinutes() + " min: " + trial.setup.phase());
  }

  private void crash(List<Trial> held, Stage stage) {
    stack.kill(victim.part());
    Instant killed = Instant.now();
    held.stream().filter(t -> moment(t, stage) != Moment.LATE).forEach(t -> letGo(t, stage));
    Instant started = stack.start(victim.part());
    Crash crash = new Crash(victim, killed, started, Instant.now());
    crashes.add(crash);
    held.forEach(trial -> trial.died.put(stage, crash));
    if (held.stream().anyMatch(trial -> moment(trial, stage) == Moment.LATE)) {
      while (Instant.now().isBefore(killed.plus(SECOND_TRY))) {
        LockSupport.parkNanos(LOOK.toNanos());
      }
      held.stream().filter(t -> moment(t, stage) == Moment.LATE).forEach(t -> letGo(t, stage));
    }
  }

  private void letGo(Trial trial, Stage stage) {
    Moment moment = moment(trial, stage);
    boolean goOn = moment == Moment.DURING || moment == Moment.LATE;
    stack.sandbox().release(trial.pointName(stage), goOn);
  }

  private static Moment moment(Trial trial, Stage stage) {
    return trial.points.get(stage).moment();
  }

  /** What a setup that nobody disturbed came to grief of. */
  List<String> problems() {
    return trials.stream()
        .flatMap(t -> Stream.concat(t.problems.values().stream(), t.persons.values().stream()))
        .toList();
  }

  /** What came of it: a row for each point. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Trial trial : trials) {
      List<HistoryEvent> events = trial.setup.events();
      trial.points.values().forEach(point -> rows.add(row(trial, point, events)));
    }
    return rows;
  }

  private Row row(Trial trial, CrashPoint point, List<HistoryEvent> events) {
    boolean build = point.stage() == Stage.BUILD;
    List<String> leftOver = new ArrayList<>(build ? trial.built.leftOver() : trial.leftOver);
    if (build && !trial.points.containsKey(Stage.DESTROY)) {
      leftOver.addAll(trial.leftOver);
    }
    Optional<String> problem =
        Optional.ofNullable(trial.problems.get(point.stage()))
            .or(
                () ->
                    build && !trial.built.missing().isEmpty()
                        ? Optional.of("missing: " + trial.built.missing())
                        : Optional.empty());
    Optional<Crash> died = Optional.ofNullable(trial.died.get(point.stage()));
    return new Row(
        point,
        trial.setup.name(),
        died.isPresent(),
        problem,
        build ? trial.built.twice() : List.of(),
        leftOver,
        Optional.ofNullable(trial.persons.get(point.stage())),
        died.flatMap(crash -> crash.resumedIn(events)));
  }
}
