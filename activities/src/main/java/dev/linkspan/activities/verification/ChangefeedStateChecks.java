package dev.linkspan.activities.verification;

import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the changefeed that the plan keeps with what TiDB Cloud says of it. No I/O. */
final class ChangefeedStateChecks {
  private static final String CHANGEFEED = "changefeed";
  private static final String DUPLICATES = "other changefeeds of the link";
  private static final String CHECKPOINT = "checkpoint of the changefeed";

  /** A changefeed is usually seconds behind. */
  private static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  /** It writes no rows in these states. */
  private static final Set<String> STOPPED =
      Set.of("PAUSED", "CREATE_FAILED", "RUNNING_FAILED", "gone");

  private final Link link;
  private final CheckList checks;

  ChangefeedStateChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  /** Whether rows can be expected from the changefeed. */
  static boolean writes(Changefeed feed) {
    return !STOPPED.contains(String.valueOf(feed.state()));
  }

  static boolean runs(Changefeed feed) {
    return "RUNNING".equals(feed.state());
  }

  /** The setup's changefeed; empty where there is none. */
  static Optional<Changefeed> ours(Link link, List<Changefeed> found) {
    return found.stream()
        .filter(feed -> feed.connectionId().equals(Optional.of(link.connectionId())))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /**
   * @param found those with the name and the topic of the plan
   * @param now to measure how far it is behind
   */
  void check(List<Changefeed> found, Instant now) {
    Optional<Changefeed> ours = ours(link, found);
    if (ours.isEmpty()) {
      checks.drifted(
          Optional.empty(),
          CHANGEFEED,
          "there is no changefeed " + name(),
          "a running changefeed",
          "Create it in TiDB Cloud",
          Repair.adds(Kind.CHANGEFEED, ""));
      return;
    }
    state(ours.get());
    duplicates(ours.get(), found);
    if (runs(ours.get())) {
      ours.get().writtenUntil().ifPresent(time -> lag(Duration.between(time, now)));
    }
  }

  private String name() {
    return link.plan().verification().changefeed().name();
  }

  private void state(Changefeed feed) {
    String state = String.valueOf(feed.state());
    String error = feed.error() == null || feed.error().isBlank() ? "" : ": " + feed.error();
    String is = feed.displayName() + " (" + feed.changefeedId() + ") is " + state + error;
    if (!feed.connectionId().equals(Optional.of(link.connectionId()))) {
      checks.broken(
          Optional.empty(),
          CHANGEFEED,
          is + ", through " + feed.connectionId().orElse("no connection"),
          "through " + link.connectionId(),
          "Create it again through the connection of this link",
          Repair.changes(Kind.CHANGEFEED, ""));
      return;
    }
    switch (state) {
      case "RUNNING" -> checks.passed(CHANGEFEED, is);
      case "PAUSED" ->
          checks.drifted(
              Optional.empty(),
              CHANGEFEED,
              is,
              "RUNNING",
              "Resume it in TiDB Cloud",
              Repair.adds(Kind.CHANGEFEED, ""));
      // Source: TiDB Cloud, Changefeed overview: it can only be deleted and created anew.
      case "CREATE_FAILED" ->
          checks.broken(
              Optional.empty(),
              CHANGEFEED,
              is,
              "RUNNING",
              "Fix what the error names; it cannot be resumed: delete it in TiDB Cloud and create"
                  + " it again",
              Repair.changes(Kind.CHANGEFEED, ""));
      case "RUNNING_FAILED" ->
          checks.broken(
              Optional.empty(),
              CHANGEFEED,
              is,
              "RUNNING",
              "Fix what the error names, then resume it in TiDB Cloud",
              Repair.changes(Kind.CHANGEFEED, ""));
      case "CREATING", "WARNING" ->
          checks.broken(
              Optional.empty(),
              CHANGEFEED,
              is,
              "RUNNING",
              "See which of the other checks on this path fails, and follow its remedy");
      default ->
          checks.add(
              Check.notChecked(
                      Optional.empty(),
                      CHANGEFEED,
                      feed.displayName()
                          + " ("
                          + feed.changefeedId()
                          + ") "
                          + unknown(feed)
                          + error)
                  .remedy(
                      "Look at it in TiDB Cloud: whether it writes, the checks of its rows show.")
                  .asDrift());
    }
  }

  private static String unknown(Changefeed feed) {
    return feed.state() == null
        ? "has no state in TiDB Cloud's answer"
        : "is " + feed.state() + ", a state that Linkspan does not know";
  }

  private void duplicates(Changefeed ours, List<Changefeed> found) {
    List<String> others =
        found.stream()
            .map(Changefeed::changefeedId)
            .filter(id -> !id.equals(ours.changefeedId()))
            .toList();
    if (others.isEmpty()) {
      return;
    }
    checks.drifted(
        Optional.empty(),
        DUPLICATES,
        others.stream().collect(Collectors.joining(", ")) + " write to the same topic",
        "only " + ours.changefeedId(),
        "Delete them in TiDB Cloud",
        Repair.changes(Kind.CHANGEFEED, ""));
  }

  private void lag(Duration lag) {
    String behind = lag.toSeconds() + " s behind";
    if (lag.compareTo(LONGEST_LAG) <= 0) {
      checks.passed(CHECKPOINT, behind);
      return;
    }
    checks.drifted(
        CHECKPOINT,
        behind,
        "at most " + LONGEST_LAG.toSeconds() + " s",
        "See in TiDB Cloud whether the changefeed catches up");
  }
}
