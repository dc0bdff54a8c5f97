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

/** One setup, the points that it is to die at, and what came of it. */
final class CrashTrial {
  final CrashSetup setup;
  private final Map<Stage, List<Chosen>> chosen = new EnumMap<>(Stage.class);
  final Map<Stage, String> problems = new EnumMap<>(Stage.class);
  final Map<Stage, String> persons = new EnumMap<>(Stage.class);
  Difference built = Difference.NONE;
  List<String> leftOver = List.of();
  Optional<Long> lost = Optional.empty();
  boolean over;

  CrashTrial(CrashSetup setup) {
    this.setup = setup;
  }

  /** A point of this setup, and the death that it met. */
  static final class Chosen {
    final CrashPoint point;
    final String setup;
    final String name;
    Optional<Crash> death = Optional.empty();

    private Chosen(CrashPoint point, String setup, String name) {
      this.point = point;
      this.setup = setup;
      this.name = name;
    }

    boolean isLate() {
      return point.moment() == Moment.LATE;
    }

    /** Whether its call has an effect when it is let go. */
    boolean goesOn() {
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

  /** What went wrong where nobody disturbed it. */
  Stream<String> trouble() {
    return Stream.of(
            problems.values().stream(),
            persons.values().stream(),
            built.missing().stream(),
            built.twice().stream(),
            built.leftOver().stream(),
            leftOver.stream())
        .flatMap(lines -> lines);
  }

  /**
   * A row for each point.
   *
   * @param crashes all that happened in its life
   */
  List<Row> rows(List<Crash> crashes) {
    List<HistoryEvent> events = setup.events();
    return chosen.values().stream()
        .flatMap(List::stream)
        .map(one -> row(one, one.death.flatMap(death -> death.resumed(events, crashes))))
        .toList();
  }

  private Row row(Chosen one, Optional<Instant> resumed) {
    Stage stage = one.point.stage();
    boolean build = stage.makes();
    List<String> left = new ArrayList<>(build ? built.leftOver() : leftOver);
    if (build && points(stage.end()).isEmpty()) {
      left.addAll(leftOver);
    }
    Optional<String> missing =
        build && !built.missing().isEmpty()
            ? Optional.of("missing: " + built.missing())
            : Optional.empty();
    Optional<Duration> sinceReady = resumed.map(at -> one.death.orElseThrow().sinceReady(at));
    Optional<Duration> sinceStart = resumed.map(at -> one.death.orElseThrow().sinceStart(at));
    return new Row(
        one.point,
        setup.name(),
        one.death.isPresent(),
        Optional.ofNullable(problems.get(stage)).or(() -> missing),
        build ? built.twice() : List.of(),
        left,
        build ? lost : Optional.empty(),
        Optional.ofNullable(persons.get(stage)),
        sinceReady,
        sinceStart);
  }
}
