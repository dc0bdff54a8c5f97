package dev.linkspan.workflows.steps;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The activities of running steps that fail right now. */
final class FailingActivities {
  private final Map<String, Map<String, FailingActivity>> byStep = new LinkedHashMap<>();

  /**
   * Takes a notice.
   *
   * @return the running step that it is about; empty if there is none
   */
  Optional<Step> heard(FailingActivity notice, Collection<Step> steps) {
    Optional<Step> step = stepOf(notice, steps);
    step.ifPresent(
        running -> {
          Map<String, FailingActivity> failing =
              byStep.computeIfAbsent(running.name(), name -> new LinkedHashMap<>());
          failing.remove(notice.activity());
          if (!notice.recovered()) {
            failing.put(notice.activity(), notice);
          }
        });
    return step;
  }

  /** The step ended, or waits for something else. */
  void forget(String step) {
    byStep.remove(step);
  }

  /** What a step waits for: the latest notice, and how many other activities fail. */
  Optional<String> waitingFor(String step) {
    List<FailingActivity> failing = List.copyOf(byStep.getOrDefault(step, Map.of()).values());
    if (failing.isEmpty()) {
      return Optional.empty();
    }
    int others = failing.size() - 1;
    String latest = failing.get(others).text();
    return Optional.of(others == 0 ? latest : latest + " (" + others + " more failing)");
  }

  /**
   * The running step that the notice names; if it names none, the one called like the activity, or
   * else the last one.
   */
  private static Optional<Step> stepOf(FailingActivity notice, Collection<Step> steps) {
    List<Step> running = steps.stream().filter(step -> step.state() == Step.State.RUNNING).toList();
    String name = notice.step().isEmpty() ? notice.activity() : notice.step();
    Optional<Step> named = running.stream().filter(step -> step.name().equals(name)).findFirst();
    boolean any = notice.step().isEmpty() && !running.isEmpty();
    return named.isPresent() || !any ? named : Optional.of(running.get(running.size() - 1));
  }
}
