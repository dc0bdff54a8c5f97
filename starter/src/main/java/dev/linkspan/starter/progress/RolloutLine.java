package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.steps.Step.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where a running rollout is, in one line. Pure. */
final class RolloutLine {
  private static final Pattern STEP = Pattern.compile("Broker (\\d+) (.+)");

  private RolloutLine() {}

  /** For example {@code broker 2 (2 of 3): restarted, 4.0 s; about 1 min left}. */
  static Optional<String> of(ProgressTree tree, Instant now) {
    return trees(tree)
        .filter(t -> t.progress().workflow().startsWith(ListenerRollout.id("")))
        .flatMap(t -> line(t.progress().steps(), now).stream())
        .findFirst();
  }

  private static Stream<ProgressTree> trees(ProgressTree tree) {
    return Stream.concat(Stream.of(tree), tree.children().stream().flatMap(RolloutLine::trees));
  }

  private static Optional<String> line(List<Step> steps, Instant now) {
    Map<String, List<Step>> brokers = new LinkedHashMap<>();
    for (Step step : steps) {
      Matcher matcher = STEP.matcher(step.name());
      if (matcher.matches()) {
        brokers.computeIfAbsent(matcher.group(1), id -> new ArrayList<>()).add(step);
      }
    }
    List<Duration> done = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, List<Step>> broker : brokers.entrySet()) {
      number++;
      Optional<Step> current = current(broker.getValue());
      if (current.isPresent()) {
        String what = current.get().name().substring(("Broker " + broker.getKey() + " ").length());
        String elapsed =
            ProgressTree.elapsed(current.get(), now).map(d -> ", " + DurationText.of(d)).orElse("");
        return Optional.of(
            "broker %s (%d of %d): %s%s%s"
                .formatted(
                    broker.getKey(),
                    number,
                    brokers.size(),
                    what,
                    elapsed,
                    left(done, brokers.size() - number + 1)));
      }
      duration(broker.getValue()).ifPresent(done::add);
    }
    return Optional.empty();
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

  /** As long as the brokers before took on average; blank before the first is done. */
  private static String left(List<Duration> done, int remaining) {
    if (done.isEmpty()) {
      return "";
    }
    Duration total = done.stream().reduce(Duration.ZERO, Duration::plus);
    long seconds = total.dividedBy(done.size()).multipliedBy(remaining).toSeconds();
    return "; about " + (seconds < 60 ? seconds + " s" : (seconds + 59) / 60 + " min") + " left";
  }
}
