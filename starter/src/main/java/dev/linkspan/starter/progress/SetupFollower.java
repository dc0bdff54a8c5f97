package dev.linkspan.starter.progress;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.Polling;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.LiveArea;
import dev.linkspan.starter.console.TerminalEcho;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.progress.StepChanges.Change;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Shows the progress of a setup until it reaches a state that the caller waits for. */
public final class SetupFollower {
  private static final Duration LIVE_INTERVAL = Duration.ofMillis(500);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration RECONNECT_TIMEOUT = Duration.ofMinutes(2);

  /** A failure that a restart of the worker fixes is over within this time. */
  private static final Duration FAILURE_TIMEOUT = Duration.ofSeconds(30);

  /** A busy server can say once that it knows no such setup, although it runs. */
  private static final Duration MISSING_TIMEOUT = Duration.ofSeconds(10);

  private final Console console;
  private final SetupClient setups;
  private final String name;
  private final StepChanges changes;
  private final AnswerChanges answers;
  private final LiveArea live;
  private final Optional<Consumer<Change>> stream;
  private Optional<CommandFailure> outage = Optional.empty();
  private Optional<Instant> outageSince = Optional.empty();
  private Optional<Instant> missingSince = Optional.empty();
  private boolean known;
  private Optional<SetupSnapshot> last = Optional.empty();
  private Optional<RemainingTime> remaining = Optional.empty();

  public SetupFollower(Console console, SetupClient setups, String name) {
    this(console, setups, name, Optional.empty());
  }

  /**
   * @param stream receives each change of a step instead of the terminal
   */
  public SetupFollower(
      Console console, SetupClient setups, String name, Optional<Consumer<Change>> stream) {
    this.stream = stream;
    this.console = console;
    this.setups = setups;
    this.name = name;
    this.changes = new StepChanges(console.theme());
    this.answers = new AnswerChanges(console);
    this.live = new LiveArea(console);
  }

  /** Estimates how long the work takes from the files of earlier work in this folder. */
  public SetupFollower estimatingFrom(Path folder) {
    remaining = Optional.of(new RemainingTime(folder));
    return this;
  }

  /**
   * Follows the setup until the condition holds or the setup has ended; returns the last snapshot.
   *
   * @param condition is tested once for each snapshot
   * @throws CommandFailure if there is no such setup, if Temporal cannot be reached for minutes, or
   *     if the workflow's code keeps failing
   */
  public SetupSnapshot followUntil(Predicate<SetupSnapshot> condition) {
    String notice =
        "Stopped following; the setup continues. To see its progress, run: linkspan watch " + name;
    TerminalEcho echo = TerminalEcho.off(console);
    try {
      return ShutdownAction.during(
          () -> {
            echo.restore();
            console.say("\n" + notice);
          },
          () -> follow(condition));
    } finally {
      echo.restore();
    }
  }

  private SetupSnapshot follow(Predicate<SetupSnapshot> condition) {
    while (true) {
      Optional<SetupSnapshot> snapshot = query();
      snapshot.ifPresent(this::show);
      if (snapshot.isPresent() && (condition.test(snapshot.get()) || snapshot.get().ended())) {
        return end(snapshot.get());
      }
      if (snapshot.isEmpty() && last.isPresent() && hasEnded()) {
        return end(new SetupSnapshot(last.get().status(), last.get().progress(), true));
      }
      if (console.isDeaf()) {
        // As a program that writes into a closed pipe ends; otherwise, nobody ends this one.
        throw new CommandFailure(ExitCode.DETACHED, "Nobody reads the progress anymore.");
      }
      Polling.sleep(console.live() ? LIVE_INTERVAL : PLAIN_INTERVAL);
    }
  }

  /** Prints a line that stays, above the live progress if there is one. */
  public void say(String line) {
    live.say(line);
  }

  /** Shows the line that the user has typed, which the terminal does not show meanwhile. */
  public void entered(String line) {
    if (console.live()) {
      live.say("> " + TextWidth.oneLine(line));
    }
  }

  private SetupSnapshot end(SetupSnapshot snapshot) {
    live.clear();
    if (console.live() && stream.isEmpty() && !snapshot.ended()) {
      new ProgressTreeText(console, Instant.now()).all(snapshot.progress()).forEach(console::say);
    }
    return snapshot;
  }

  private Optional<SetupSnapshot> query() {
    try {
      SetupSnapshot snapshot = setups.snapshot(name);
      if (outage.isPresent()) {
        live.say("The setup responds again.");
        outage = Optional.empty();
      }
      outageSince = Optional.empty();
      missingSince = Optional.empty();
      known = true;
      last = Optional.of(snapshot);
      return last;
    } catch (CommandFailure e) {
      handleOutage(e);
      return Optional.empty();
    }
  }

  private void handleOutage(CommandFailure failure) {
    if (failure.exitCode() == ExitCode.NOT_FOUND) {
      doubt(failure);
      return;
    }
    missingSince = Optional.empty();
    known |= failure.exitCode() == ExitCode.NO_WORKER;
    Optional<Duration> patience = patience(failure.exitCode());
    if (patience.isEmpty()) {
      throw failure;
    }
    Instant now = Instant.now();
    if (outageSince.isEmpty()) {
      outageSince = Optional.of(now);
    }
    if (Duration.between(outageSince.get(), now).compareTo(patience.get()) > 0) {
      live.clear();
      throw failure;
    }
    if (outage.map(o -> o.exitCode() != failure.exitCode()).orElse(true)) {
      live.say(
          console.theme().yellow(console.theme().waiting())
              + " "
              + setups.located(failure).getMessage());
    }
    outage = Optional.of(failure);
  }

  private void doubt(CommandFailure missing) {
    Instant now = Instant.now();
    missingSince = missingSince.or(() -> Optional.of(now));
    boolean lasts =
        Duration.between(missingSince.orElseThrow(), now).compareTo(MISSING_TIMEOUT) > 0;
    if (!known || lasts) {
      live.clear();
      throw missing;
    }
  }

  /** How long an outage may last; empty for a failure that ends the command at once. */
  private static Optional<Duration> patience(ExitCode outage) {
    return switch (outage) {
      case NO_WORKER, TEMPORAL_BUSY -> Optional.of(Duration.ofDays(365));
      case TEMPORAL_UNREACHABLE -> Optional.of(RECONNECT_TIMEOUT);
      case WORKFLOW_FAILING -> Optional.of(FAILURE_TIMEOUT);
      default -> Optional.empty();
    };
  }

  private boolean hasEnded() {
    try {
      return setups.hasEnded(name);
    } catch (CommandFailure e) {
      return false;
    }
  }

  private void show(SetupSnapshot snapshot) {
    Instant now = Instant.now();
    Optional<String> left = remaining.flatMap(estimate -> estimate.after(snapshot, now));
    if (stream.isPresent()) {
      changes.changes(snapshot.progress()).forEach(stream.get());
      return;
    }
    List<String> lines = changes.since(snapshot.progress(), now);
    answers.since(snapshot.status()).forEach(live::say);
    if (!console.live()) {
      lines.forEach(console::say);
      return;
    }
    List<String> drawing = new ArrayList<>();
    Phase phase = snapshot.status().phase();
    String waiting =
        NeedsText.line(snapshot.status())
            .or(() -> RolloutLine.of(snapshot.progress(), snapshot.status().lastRollout(), now))
            .or(() -> left)
            .map(text -> "  " + text)
            .orElse("");
    drawing.addAll(
        new ProgressTreeText(console, now).fitting(snapshot.progress(), console.rows() - 3));
    drawing.add(
        console.theme().bold(phase.name())
            + TextWidth.truncate(
                waiting,
                console.columns() - phase.name().length() - 1,
                console.theme().ellipsis()));
    live.draw(drawing);
  }
}
