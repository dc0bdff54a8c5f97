package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashPoint.Mistake;
import dev.linkspan.systemtests.CrashPoint.Moment;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The crash points, taken from a recorded run without crashes. */
final class CrashPoints {
  private static final String READS = "(Describe|Get|List|Check|Test).*";

  /**
   * Of this many points, one kills the Temporal server instead of the worker, and one kills both.
   */
  private static final int OTHERS_SAMPLE = 12;

  /** Of this many points, a person makes a mistake at one. */
  private static final int MISTAKES_SAMPLE = 6;

  /** Of this many commands while building, one is hit by a power cut. */
  private static final int MACHINES_SAMPLE = 5;

  private CrashPoints() {}

  /** A call to a cloud. */
  record Timed(Instant at, String action) {}

  /**
   * What happened in a run.
   *
   * @param actions the calls to the clouds
   * @param calls the times of the commands, and of the calls that identify the setup
   * @param commands the times of the commands on the setup's machines
   */
  record Recording(Stage stage, List<Timed> actions, List<Instant> calls, List<Instant> commands) {}

  private record At(Instant at, CrashPoint point) {}

  /** The points of one stage, ordered by time. */
  static List<CrashPoint> of(Recording run) {
    List<At> points = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Timed call : run.actions()) {
      int nth = seen.merge(call.action(), 1, Integer::sum);
      if (!call.action().matches(READS)) {
        add(points, call.at(), run.stage(), call.action(), nth, List.of(Moment.values()));
      }
    }
    List<Moment> ofCommand = List.of(Moment.BEFORE, Moment.AFTER, Moment.LATE);
    for (int i = 0; i < run.commands().size(); i++) {
      add(points, run.commands().get(i), run.stage(), "ssh", i + 1, ofCommand);
    }
    // Every activity starts with a read: these points are between two effects.
    for (int i = 0; i < run.calls().size(); i++) {
      add(points, run.calls().get(i), run.stage(), "*", i + 1, List.of(Moment.BEFORE));
    }
    return points.stream().sorted(Comparator.comparing(At::at)).map(At::point).toList();
  }

  private static void add(
      List<At> points, Instant at, Stage stage, String action, int nth, List<Moment> moments) {
    for (Moment moment : moments) {
      points.add(new At(at, new CrashPoint(stage, action, nth, moment, Victim.WORKER)));
    }
  }

  /**
   * An evenly spaced sample in the same order, with some points moved to other victims, and
   * mistakes at some others.
   */
  static List<CrashPoint> sample(List<CrashPoint> all, int count) {
    List<CrashPoint> chosen = new ArrayList<>();
    int commands = 0;
    for (CrashPoint point : ofWorker(all, count)) {
      boolean command = point.stage() == Stage.BUILD && point.action().equals("ssh");
      boolean machine = command && commands++ % MACHINES_SAMPLE == MACHINES_SAMPLE - 1;
      int place = chosen.size();
      CrashPoint one = point.withVictim(machine ? Victim.MACHINES : victim(place));
      chosen.add(machine ? one : perhapsWithMistake(one, place));
    }
    return List.copyOf(chosen);
  }

  /**
   * An evenly spaced sample in the same order, without other victims, and with mistakes at some.
   */
  static List<CrashPoint> ofWorkerWithMistakes(List<CrashPoint> all, int count) {
    List<CrashPoint> chosen = new ArrayList<>();
    ofWorker(all, count).forEach(point -> chosen.add(perhapsWithMistake(point, chosen.size())));
    return List.copyOf(chosen);
  }

  private static CrashPoint perhapsWithMistake(CrashPoint point, int place) {
    Mistake[] mistakes = Mistake.values();
    return !point.stage().keepsLink() && place % MISTAKES_SAMPLE == MISTAKES_SAMPLE / 2 - 1
        ? point.with(mistakes[place / MISTAKES_SAMPLE % mistakes.length])
        : point;
  }

  /** An evenly spaced sample in the same order. */
  private static List<CrashPoint> ofWorker(List<CrashPoint> all, int count) {
    int wanted = Math.min(count, all.size());
    return IntStream.range(0, wanted)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / wanted)))
        .toList();
  }

  /**
   * A few points of every kind that take little time: for each stage, some groups of points that
   * are close in time, so that one crash serves the whole group, and one point for each other
   * victim. At the first and the last point of the groups of the construction, a person makes a
   * mistake. Each stage that keeps the link has one group.
   */
  static List<CrashPoint> fewOfEachKind(List<CrashPoint> all, int instants, int near) {
    List<CrashPoint> chosen = new ArrayList<>();
    for (Stage stage : List.of(Stage.BUILD, Stage.DESTROY)) {
      List<CrashPoint> ofStage = of(stage, all);
      for (int i = 0; i < instants; i++) {
        chosen.addAll(group(ofStage, 2 * i + 1, 2 * instants, near));
      }
      if (stage == Stage.BUILD) {
        chosen.set(0, chosen.get(0).with(Mistake.RESET));
        chosen.set(chosen.size() - 1, chosen.get(chosen.size() - 1).with(Mistake.TERMINATION));
      }
      CrashPoint other = ofStage.get(ofStage.size() / 3);
      chosen.add(other.withVictim(stage == Stage.BUILD ? Victim.BOTH : Victim.TEMPORAL));
    }
    for (Stage stage : Stage.BUILD.life().stream().filter(Stage::keepsLink).toList()) {
      List<CrashPoint> ofStage = of(stage, all);
      if (ofStage.size() >= 2 * near) {
        chosen.addAll(group(ofStage, 1, 2, near));
      }
    }
    List<CrashPoint> commands =
        of(Stage.BUILD, all).stream().filter(point -> point.action().equals("ssh")).toList();
    chosen.add(commands.get(commands.size() / 2).withVictim(Victim.MACHINES));
    return List.copyOf(chosen);
  }

  private static List<CrashPoint> of(Stage stage, List<CrashPoint> all) {
    return all.stream().filter(point -> point.stage() == stage).toList();
  }

  /** Points that are close in time, at this fraction of the stage. */
  private static List<CrashPoint> group(
      List<CrashPoint> ofStage, int numerator, int denominator, int near) {
    int middle = numerator * ofStage.size() / denominator;
    return ofStage.subList(middle - near / 2, middle - near / 2 + near);
  }

  private static Victim victim(int place) {
    return switch (place % OTHERS_SAMPLE) {
      case OTHERS_SAMPLE / 2 - 1 -> Victim.TEMPORAL;
      case OTHERS_SAMPLE - 1 -> Victim.BOTH;
      default -> Victim.WORKER;
    };
  }
}
