package dev.linkspan.systemtests;

import java.util.List;
import java.util.Locale;

/**
 * One instant at which something is killed: the {@code nth} call of an action in building or
 * destroying a setup.
 *
 * @param action of a cloud's API; {@code ssh}: a command on a machine; {@code *}: any call
 */
record CrashPoint(Stage stage, String action, int nth, Moment moment, Victim victim) {

  /** What the setup is doing. */
  enum Stage {
    /** From nothing to a proved link. */
    BUILD,
    /** From there to nothing. */
    DESTROY,
    /** The same with a cluster that is there already. */
    ADOPT,
    /** From there to a cluster without a link. */
    LEAVE;

    /** Whether a link is there at its end. */
    boolean makes() {
      return this == BUILD || this == ADOPT;
    }

    /** What its setup does next. */
    Stage end() {
      return this == BUILD ? DESTROY : LEAVE;
    }
  }

  /** Where its call is when the victim dies. */
  enum Moment {
    /** It never takes effect. */
    BEFORE,
    /** It takes effect while the victim is dead. */
    DURING,
    /** It takes effect, but nobody hears the answer. */
    AFTER,
    /** It takes effect only when the victim is back and has done the step again. */
    LATE
  }

  /** What is killed. */
  enum Victim {
    WORKER,
    /** The Temporal server. */
    TEMPORAL,
    /** The worker and the server at once. */
    BOTH,
    /** The setup's machines, which are switched off and on again. */
    MACHINES;

    /** The processes, as {@code linkspan dev} calls them. */
    List<String> parts() {
      return this == BOTH ? List.of("worker", "temporal") : List.of(word());
    }

    /** As it stands in a point. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where the call is held: {@code before} or {@code after} its effect. */
  String side() {
    return moment == Moment.AFTER ? "after" : "before";
  }

  CrashPoint of(Victim other) {
    return new CrashPoint(stage, action, nth, moment, other);
  }

  /** Reads what {@link #toString} writes. */
  static CrashPoint parse(String text) {
    List<String> words = List.of(text.strip().split(" +"));
    if (words.size() != 5) {
      throw new IllegalArgumentException(
          "a point is like \"build CreateVSwitch 2 after worker\", not \"" + text + "\"");
    }
    return new CrashPoint(
        Stage.valueOf(upper(words.get(0))),
        words.get(1),
        Integer.parseInt(words.get(2)),
        Moment.valueOf(upper(words.get(3))),
        Victim.valueOf(upper(words.get(4))));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return (stage + " ").toLowerCase(Locale.ROOT)
        + action
        + (" " + nth + " " + moment + " " + victim).toLowerCase(Locale.ROOT);
  }
}
