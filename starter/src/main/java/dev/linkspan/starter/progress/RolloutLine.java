package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.RolloutActivity;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a running rollout is, in one line. Pure. */
final class RolloutLine {
  private static final Pattern STEP = Pattern.compile("Broker (\\d+) (.+)");

  private final ProgressTree rollout;
  private final Optional<RolloutReport> before;
  private final Instant now;

  private RolloutLine(ProgressTree rollout, Optional<RolloutReport> before, Instant now) {
    this.rollout = rollout;
    this.before = before;
    this.now = now;
  }

  /**
   * For example {@code broker 2, 2 of 3: stopping, 4.0 s; audit 1,240 acknowledged, 0 failed; about
   * 1 min left}.
   *
   * @param before the last rollout of the same setup, which says how long a broker takes before the
   *     first one of this rollout is done
   */
  static Optional<String> of(ProgressTree tree, Optional<RolloutReport> before, Instant now) {
    return trees(tree)
        .filter(t -> t.progress().workflow().startsWith(ListenerRollout.id("")))
        .flatMap(t -> new RolloutLine(t, before, now).line().stream())
        .findFirst();
  }

  private static Stream<ProgressTree> trees(ProgressTree tree) {
    return Stream.concat(Stream.of(tree), tree.children().stream().flatMap(RolloutLine::trees));
  }

  private Optional<String> line() {
    Map<String, List<Step>> brokers = new LinkedHashMap<>();
    for (Step step : rollout.progress().steps()) {
      Matcher matcher = STEP.matcher(step.name());
      if (matcher.matches()) {
        brokers.computeIfAbsent(matcher.group(1), id -> new ArrayList<>()).add(step);
      }
    }
    List<Duration> done = new ArrayList<>();
    int number = brokers.values().stream().mapToInt(steps -> begun(steps) ? 1 : 0).sum();
    Optional<String> line = Optional.empty();
    for (Map.Entry<String, List<Step>> broker : brokers.entrySet()) {
      Optional<Step> current = current(broker.getValue());
      if (current.isPresent()) {
        line = Optional.of(at(broker.getKey(), current.get(), number, brokers.size()));
      } else {
        duration(broker.getValue()).ifPresent(done::add);
      }
    }
    int remaining = brokers.size() - number + 1;
    return line.map(text -> text + audit() + left(done, remaining));
  }

  private static boolean begun(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.startedAt().isPresent());
  }

  private String at(String broker, Step step, int number, int count) {
    Optional<RolloutActivity> live =
        rollout
            .rollout()
            .filter(activity -> activity.doing().isPresent() && step.state() == State.RUNNING);
    String what =
        live.flatMap(RolloutActivity::doing)
            .orElseGet(() -> step.name().substring(("Broker " + broker + " ").length()));
    String elapsed =
        live.flatMap(RolloutActivity::since)
            .map(since -> Duration.between(since, now))
            .or(() -> ProgressTree.elapsed(step, now))
            .map(d -> ", " + DurationText.of(d.isNegative() ? Duration.ZERO : d))
            .orElse("");
    return "broker %s, %d of %d: %s%s".formatted(broker, number, count, what, elapsed);
  }

  private String audit() {
    return rollout.rollout().flatMap(RolloutActivity::audit).map(RolloutLine::text).orElse("");
  }

  private static String text(Figures audit) {
    return String.format(
        Locale.ROOT, "; audit %,d acknowledged, %,d failed", audit.acked(), audit.failed());
  }

  private static Optional<Step> current(List<Step> steps) {
    return steps.stream()
        .filter(s -> s.state() == State.RUNNING || s.state() == State.PARKED)
        .reduce((earlier, later) -> later);
  }

  private static Optional<Duration> duration(List<Step> steps) {
    Optional<Instant> start =
        steps.stream().flatMap(s -> s.startedAt().stream()).min(Instant::compareTo);
    Optional<Instant> end =
        steps.stream().flatMap(s -> s.endedAt().stream()).max(Instant::compareTo);
    return start.flatMap(from -> end.map(to -> Duration.between(from, to)));
  }

  /** As long as brokers took on average; blank if none has been rolled yet. */
  private String left(List<Duration> done, int remaining) {
    List<Duration> known =
        done.isEmpty()
            ? before.stream().flatMap(r -> r.restarts().stream()).map(BrokerRestart::total).toList()
            : done;
    if (known.isEmpty()) {
      return "";
    }
    Duration total = known.stream().reduce(Duration.ZERO, Duration::plus);
    long seconds = total.dividedBy(known.size()).multipliedBy(remaining).toSeconds();
    return "; about " + (seconds < 60 ? seconds + " s" : (seconds + 59) / 60 + " min") + " left";
  }
}
