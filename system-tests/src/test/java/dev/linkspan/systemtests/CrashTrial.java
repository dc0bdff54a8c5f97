package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashMatrix.Row;
import dev.linkspan.systemtests.CrashPoint.Moment;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.Expected.Difference;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One setup, its crash points, and the results. */
final class CrashTrial {
  final CrashSetup setup;
  private final Map<Stage, List<Chosen>> chosen = new EnumMap<>(Stage.class);
  final Map<Stage, String> problems = new EnumMap<>(Stage.class);
  final Map<Stage, String> requests = new EnumMap<>(Stage.class);
  final Map<Stage, Difference> differences = new EnumMap<>(Stage.class);
  List<String> leftOver = List.of();
  Optional<Long> lost = Optional.empty();
  boolean finished;

  CrashTrial(CrashSetup setup) {
    this.setup = setup;
  }

  /** A crash point of this setup, and the crash that happened at it. */
  static final class Chosen {
    final CrashPoint point;
    final String setup;
    final String name;
    Optional<Crash> crash = Optional.empty();

    private Chosen(CrashPoint point, String setup, String name) {
      this.point = point;
      this.setup = setup;
      this.name = name;
    }

    boolean isLate() {
      return point.moment() == Moment.LATE;
    }

    /** Whether the held call takes effect when it is released. */
    boolean takesEffect() {
      return isLate() || point.moment() == Moment.DURING;
    }
  }

  void at(CrashPoint point) {
    List<Chosen> before = chosen.computeIfAbsent(point.stage(), stage -> new ArrayList<>());
    String name = setup.name() + "-" + point.stage() + "-" + (before.size() + 1);
    before.add(new Chosen(point, setup.name(), name));
  }

  List<Chosen> points(Stage stage) {
    return chosen.getOrDefault(stage, List.of());
  }

  /** Whether the setup waits for a person because of a mistake at one of its points. */
  boolean followsFromMistake(Stage stage, String request) {
    return points(stage).stream()
        .filter(one -> one.crash.isPresent())
        .flatMap(one -> one.point.mistake().stream())
        .anyMatch(mistake -> CrashMistakes.follows(mistake, request));
  }

  /** All problems of this setup; empty in a run without crashes unless something is wrong. */
  Stream<String> allProblems() {
    Stream<String> different =
        differences.values().stream()
            .flatMap(one -> Stream.of(one.missing(), one.twice(), one.leftOver()))
            .flatMap(List::stream);
    return Stream.of(
            problems.values().stream(), requests.values().stream(), different, leftOver.stream())
        .flatMap(lines -> lines);
  }

  /**
   * A row for each point.
   *
   * @param crashes all crashes while this setup existed
   */
  List<Row> rows(List<Crash> crashes) {
    List<HistoryEvent> events = setup.events();
    return chosen.values().stream()
        .flatMap(List::stream)
        .map(one -> row(one, one.crash.flatMap(crash -> crash.resumed(events, crashes))))
        .toList();
  }

  private Row row(Chosen one, Optional<Instant> resumed) {
    Stage stage = one.point.stage();
    boolean build = stage.endsWithLink();
    Difference built = differences.getOrDefault(stage, Difference.NONE);
    List<String> remaining = new ArrayList<>(build ? built.leftOver() : leftOver);
    if (build && chosen.keySet().stream().allMatch(Stage::endsWithLink)) {
      remaining.addAll(leftOver);
    }
    Optional<String> missing =
        build && !built.missing().isEmpty()
            ? Optional.of("missing: " + built.missing())
            : Optional.empty();
    Optional<Duration> sinceReady = resumed.map(at -> one.crash.orElseThrow().sinceReady(at));
    Optional<Duration> sinceStart = resumed.map(at -> one.crash.orElseThrow().sinceStart(at));
    return new Row(
        one.point,
        setup.name(),
        one.crash.isPresent(),
        Optional.ofNullable(problems.get(stage)).or(() -> missing),
        build ? built.twice() : List.of(),
        remaining,
        build || stage == Stage.RESTORE ? lost : Optional.empty(),
        Optional.ofNullable(requests.get(stage)),
        sinceReady,
        sinceStart);
  }
}
