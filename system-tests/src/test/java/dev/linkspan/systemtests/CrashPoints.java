package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CrashPoint.Moment;
import dev.linkspan.systemtests.CrashPoint.Stage;
import dev.linkspan.systemtests.CrashPoint.Victim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instants worth a crash, as one undisturbed run has shown them. */
final class CrashPoints {
  private static final String READS = "(Describe|Get|List|Check|Test).*";

  /** Of so many points of the worker one is also tried on the Temporal server. */
  private static final int SERVER_SAMPLE = 12;

  private CrashPoints() {}

  /**
   * What a run did.
   *
   * @param actions the names of the calls to the clouds, in their order
   * @param calls how many of them can be told to be about the setup, with the commands
   * @param commands on its machines
   */
  record Recording(Stage stage, List<String> actions, int calls, int commands) {}

  /** Those of one stage: points near to each other in time are neighbours. */
  static List<CrashPoint> of(Recording run) {
    List<CrashPoint> points = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String action : run.actions()) {
      int nth = seen.merge(action, 1, Integer::sum);
      if (!action.matches(READS)) {
        for (Moment moment : Moment.values()) {
          points.add(new CrashPoint(run.stage(), action, nth, moment, Victim.WORKER));
        }
      }
    }
    for (int nth = 1; nth <= run.commands(); nth++) {
      for (Moment moment : List.of(Moment.BEFORE, Moment.AFTER, Moment.LATE)) {
        points.add(new CrashPoint(run.stage(), "ssh", nth, moment, Victim.WORKER));
      }
    }
    // Every activity begins with a question: the instants between two effects.
    for (int nth = 1; nth <= run.calls(); nth++) {
      points.add(new CrashPoint(run.stage(), "*", nth, Moment.BEFORE, Victim.WORKER));
    }
    return List.copyOf(points);
  }

  /** So many of them, evenly chosen, in their order, some of them for the server instead. */
  static List<CrashPoint> sample(List<CrashPoint> all, int count) {
    List<CrashPoint> chosen = new ArrayList<>();
    int wanted = Math.min(count, all.size());
    for (int i = 0; i < wanted; i++) {
      CrashPoint point = all.get((int) ((long) i * all.size() / wanted));
      chosen.add(i % SERVER_SAMPLE == SERVER_SAMPLE - 1 ? point.of(Victim.TEMPORAL) : point);
    }
    return List.copyOf(chosen);
  }
}
