package dev.linkspan.systemtests;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A point at which something is killed: the {@code nth} call of an action while a setup is built,
 * verified, repaired, updated, or destroyed, or while its cluster grows, shrinks, or gets other
 * settings.
 *
 * @param action an action of a cloud's API; {@code ssh} for a command on a machine; {@code *} for
 *     any call
 * @param mistake what a person does to the setup at the same time
 */
record CrashPoint(
    Stage stage, String action, int nth, Moment moment, Victim victim, Optional<Mistake> mistake) {

  /** A point without a mistake. */
  CrashPoint(Stage stage, String action, int nth, Moment moment, Victim victim) {
    this(stage, action, nth, moment, victim, Optional.empty());
  }

  /** What the setup does. */
  enum Stage {
    /** Builds a new cluster and its link. */
    BUILD,
    /** Verifies the link on request. */
    VERIFY,
    /** Puts back what drifted before this stage. */
    REPAIR,
    /** Gives the link another plan. */
    UPDATE,
    /** Adds a broker to the cluster and the link. */
    ADD,
    /** Removes the cluster and its link. */
    DESTROY,
    /** Builds the link of an existing cluster. */
    ADOPT,
    /** Removes the link; the cluster stays, with the listener. */
    LEAVE,
    /** Takes the listener out of the existing cluster, and removes the link. */
    RESTORE,
    /** Builds a new cluster of four real brokers and its link. */
    CREATE,
    /** Gives the brokers another heap and other settings, one after the other. */
    TUNE,
    /** Takes the fourth broker out of the cluster and the link. */
    REMOVE,
    /** Removes the cluster of real brokers and its link. */
    DISMANTLE;

    private static final List<Stage> OF_NEW_CLUSTERS =
        List.of(BUILD, VERIFY, REPAIR, UPDATE, ADD, DESTROY);
    private static final List<Stage> OF_EXISTING_CLUSTERS = List.of(ADOPT, LEAVE);
    private static final List<Stage> OF_RESTORED_CLUSTERS = List.of(ADOPT, RESTORE);
    private static final List<Stage> OF_REAL_BROKERS = List.of(CREATE, TUNE, REMOVE, DISMANTLE);

    /** The stages of a setup that goes through this one; the last one removes the link. */
    List<Stage> life() {
      return Stream.of(OF_NEW_CLUSTERS, OF_EXISTING_CLUSTERS, OF_RESTORED_CLUSTERS, OF_REAL_BROKERS)
          .filter(life -> life.contains(this))
          .findFirst()
          .orElseThrow();
    }

    /** Whether a link exists when this stage is complete. */
    boolean endsWithLink() {
      return this != life().get(life().size() - 1);
    }

    /** Whether a finished link exists while this stage runs. */
    boolean keepsLink() {
      return this == VERIFY || this == REPAIR || updates();
    }

    /** Whether this stage gives the link another plan. */
    boolean updates() {
      return this == UPDATE || this == ADD || this == TUNE || this == REMOVE;
    }
  }

  /** When the call takes effect, relative to the crash. */
  enum Moment {
    /** The call never takes effect. */
    BEFORE,
    /** The call takes effect while the victim is down. */
    DURING,
    /** The call takes effect before the crash, but its response is lost. */
    AFTER,
    /** The call takes effect only after the victim is back and has repeated the step. */
    LATE
  }

  /** What is killed. */
  enum Victim {
    WORKER,
    /** The Temporal server. */
    TEMPORAL,
    /** The worker and the server at once. */
    BOTH,
    /** The setup's machines, which lose power and start again. */
    MACHINES;

    /** The names of the processes in {@code linkspan dev}. */
    List<String> parts() {
      return this == BOTH ? List.of("worker", "temporal") : List.of(text());
    }

    /** The name in the text of a point. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a person does by mistake. Each point does the same each time. */
  enum Mistake {
    /** Sends every signal except {@code destroy}, with any input, to the setup and its children. */
    SIGNALS,
    /** Sends {@code retry} a thousand times. */
    RETRIES,
    /** Resets the workflow of the setup to one of its workflow tasks. */
    RESET,
    /** Terminates a child workflow, or the setup if no child runs. */
    TERMINATION;

    /** The name in the text of a point. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the call is held {@code before} or {@code after} its effect. */
  String side() {
    return moment == Moment.AFTER ? "after" : "before";
  }

  CrashPoint withVictim(Victim other) {
    return new CrashPoint(stage, action, nth, moment, other, mistake);
  }

  CrashPoint with(Mistake other) {
    return new CrashPoint(stage, action, nth, moment, victim, Optional.of(other));
  }

  /** Parses the text that {@link #toString} returns. */
  static CrashPoint parse(String text) {
    List<String> words = List.of(text.strip().split(" +"));
    if (words.size() != 5) {
      throw new IllegalArgumentException(
          "a point is like \"build CreateVSwitch 2 after worker\" or"
              + " \"build ssh 3 before worker+reset\", not \""
              + text
              + "\"");
    }
    List<String> victim = List.of(words.get(4).split("\\+", 2));
    return new CrashPoint(
        Stage.valueOf(upper(words.get(0))),
        words.get(1),
        Integer.parseInt(words.get(2)),
        Moment.valueOf(upper(words.get(3))),
        Victim.valueOf(upper(victim.get(0))),
        victim.stream().skip(1).findFirst().map(word -> Mistake.valueOf(upper(word))));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return (stage + " ").toLowerCase(Locale.ROOT)
        + action
        + (" " + nth + " " + moment + " " + victim).toLowerCase(Locale.ROOT)
        + mistake.map(made -> "+" + made.text()).orElse("");
  }
}
