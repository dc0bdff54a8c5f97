package dev.linkspan.systemtests;

import static java.util.stream.Collectors.toMap;

import dev.linkspan.systemtests.CrashPoint.Mistake;
import dev.linkspan.systemtests.CrashPoint.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The results of all crash points. */
final class CrashMatrix {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final List<String> KINDS =
      Stream.concat(
              Stream.of("mutating call", "command by SSH", "any call"),
              Stream.of(Mistake.values()).map(CrashMatrix::kind))
          .toList();

  private static final String[] HEAD = {
    "killed",
    "at",
    "tried",
    "converged",
    "twice",
    "left over",
    "lost",
    "person",
    "from start",
    "from ready"
  };

  private final List<Row> rows = new ArrayList<>();
  private final List<Crash> crashes = new ArrayList<>();

  /**
   * The result of one point in one setup.
   *
   * @param tried whether the victim was killed at the point; false if the setup never reached it
   * @param problem why the setup did not converge; empty if it did
   * @param lost number of lost acknowledged messages; empty if none were sent
   * @param person what the setup asked a person for
   * @param sinceReady time from when the new process was ready until the work went on
   * @param sinceStart time from the start of the new process until the work went on
   */
  record Row(
      CrashPoint point,
      String setup,
      boolean tried,
      Optional<String> problem,
      List<String> twice,
      List<String> leftOver,
      Optional<Long> lost,
      Optional<String> person,
      Optional<Duration> sinceReady,
      Optional<Duration> sinceStart) {

    boolean good() {
      return problem.isEmpty()
          && twice.isEmpty()
          && leftOver.isEmpty()
          && lost.orElse(0L) == 0
          && person.isEmpty();
    }

    String description() {
      return "%s (setup %s):%s%s%s%s%s"
          .formatted(
              point,
              setup,
              problem.map(p -> " " + p + ".").orElse(""),
              twice.isEmpty() ? "" : " Twice: " + twice + ".",
              leftOver.isEmpty() ? "" : " Left over: " + leftOver + ".",
              lost.filter(l -> l > 0).map(l -> " Lost: " + l + ".").orElse(""),
              person.map(p -> " Needed a person: " + p).orElse(""));
    }
  }

  void addCrashes(List<Crash> more) {
    crashes.addAll(more);
  }

  void add(Row row) {
    rows.add(row);
  }

  List<Row> bad() {
    return rows.stream().filter(row -> !row.good()).toList();
  }

  List<Row> tried() {
    return rows.stream().filter(Row::tried).toList();
  }

  /**
   * The longest time from the start of a new process until the work went on; zero if nothing was
   * measured.
   */
  Duration slowest() {
    return rows.stream()
        .flatMap(row -> row.sinceStart().stream())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  boolean passed() {
    return bad().isEmpty() && slow().isEmpty();
  }

  /** Points after which the work went on too late. */
  private List<Row> slow() {
    return rows.stream()
        .filter(row -> row.sinceReady().filter(r -> r.compareTo(SOON) > 0).isPresent())
        .toList();
  }

  /** The table, followed by every bad or slow point. */
  String table() {
    StringBuilder text = new StringBuilder();
    line(text, HEAD);
    for (Victim victim : Victim.values()) {
      for (String kind : KINDS) {
        summaryLine(
            text,
            victim.text(),
            kind,
            rows.stream()
                .filter(r -> r.point().victim() == victim && kind(r.point()).equals(kind))
                .toList());
      }
    }
    summaryLine(text, "all", "", rows);
    crashes.stream()
        .map(Crash::startupTime)
        .max(Comparator.naturalOrder())
        .ifPresent(
            start ->
                text.append(crashes.size())
                    .append(" deaths; the slowest new process was ready after ")
                    .append(seconds(start))
                    .append('\n'));
    long missed = rows.stream().filter(row -> !row.tried()).count();
    if (missed > 0) {
      text.append(missed).append(" more points were not reached, so nothing died there.\n");
    }
    bad().forEach(row -> text.append("BAD ").append(row.description()).append('\n'));
    slow()
        .forEach(
            row ->
                text.append(
                    "SLOW %s (setup %s): %s%n"
                        .formatted(
                            row.point(), row.setup(), seconds(row.sinceReady().orElseThrow()))));
    return text.toString();
  }

  static String kind(CrashPoint point) {
    return point.mistake().map(CrashMatrix::kind).orElseGet(() -> kindOfCall(point));
  }

  private static String kind(Mistake mistake) {
    return "+ " + mistake.text();
  }

  private static String kindOfCall(CrashPoint point) {
    return switch (point.action()) {
      case "ssh" -> "command by SSH";
      case "*" -> "any call";
      default -> "mutating call";
    };
  }

  private static void summaryLine(StringBuilder text, String victim, String kind, List<Row> rows) {
    List<Row> tried = rows.stream().filter(Row::tried).toList();
    if (tried.isEmpty()) {
      return;
    }
    line(
        text,
        victim,
        kind,
        String.valueOf(tried.size()),
        String.valueOf(tried.stream().filter(r -> r.problem().isEmpty()).count()),
        String.valueOf(tried.stream().mapToInt(r -> r.twice().size()).sum()),
        String.valueOf(tried.stream().mapToInt(r -> r.leftOver().size()).sum()),
        lost(tried),
        String.valueOf(tried.stream().filter(r -> r.person().isPresent()).count()),
        slowest(tried, Row::sinceStart),
        slowest(tried, Row::sinceReady));
  }

  /** Counts the messages of each setup once, however many points the setup has. */
  private static String lost(List<Row> rows) {
    Map<String, Long> ofSetups =
        rows.stream()
            .filter(row -> row.lost().isPresent())
            .collect(toMap(Row::setup, row -> row.lost().orElseThrow(), (one, same) -> one));
    long sum = ofSetups.values().stream().mapToLong(Long::longValue).sum();
    return ofSetups.isEmpty() ? "-" : String.valueOf(sum);
  }

  private static String slowest(List<Row> rows, Function<Row, Optional<Duration>> which) {
    return rows.stream()
        .flatMap(row -> which.apply(row).stream())
        .max(Comparator.naturalOrder())
        .map(CrashMatrix::seconds)
        .orElse("-");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private static void line(StringBuilder text, String... cells) {
    text.append(
        String.format("%-9s %-15s %6s %10s %6s %10s %5s %7s %11s %11s%n", (Object[]) cells));
  }
}
