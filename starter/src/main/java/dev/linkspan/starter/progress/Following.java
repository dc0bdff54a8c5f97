package dev.linkspan.starter.progress;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.LiveArea;
import dev.linkspan.starter.console.Widths;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Snapshot;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the progress of a setup until it has come to where the caller wants it. */
public final class Following {
  private static final Duration LIVE_TURN = Duration.ofMillis(300);
  private static final Duration PLAIN_TURN = Duration.ofMillis(700);
  private static final Duration UNREACHABLE_FOR = Duration.ofMinutes(2);

  private final Console console;
  private final Setups setups;
  private final String name;
  private final StepChanges changes;
  private final LiveArea live;
  private Optional<CommandFailure> silent = Optional.empty();
  private Optional<Instant> silentSince = Optional.empty();
  private Optional<Snapshot> last = Optional.empty();

  public Following(Console console, Setups setups, String name) {
    this.console = console;
    this.setups = setups;
    this.name = name;
    this.changes = new StepChanges(console.marks());
    this.live = new LiveArea(console);
  }

  /** Decides whether to stop looking; called once for each look. */
  @FunctionalInterface
  public interface Until {
    boolean reached(Snapshot snapshot);
  }

  /** Follows; returns the snapshot that ended it, or a last one when the setup is gone. */
  public Snapshot until(Until until) {
    try (Detachment detachment = Detachment.of(console, farewell())) {
      while (true) {
        Optional<Snapshot> seen = look();
        seen.ifPresent(this::show);
        if (seen.isPresent() && (until.reached(seen.get()) || seen.get().ended())) {
          return end(seen.get());
        }
        if (seen.isEmpty() && last.isPresent() && hasEnded()) {
          return end(new Snapshot(last.get().status(), last.get().progress(), true));
        }
        detachment.pause(console.live() ? LIVE_TURN : PLAIN_TURN);
      }
    }
  }

  /** Writes a line that stays, above the live progress if there is one. */
  public void say(String line) {
    live.say(line);
  }

  private String farewell() {
    return "Detached; the setup goes on by itself. See it: linkspan status " + name;
  }

  private Snapshot end(Snapshot snapshot) {
    live.clear();
    if (console.live() && !snapshot.ended()) {
      new TreeText(console, Instant.now()).everything(snapshot.progress()).forEach(console::say);
    }
    return snapshot;
  }

  private Optional<Snapshot> look() {
    try {
      Snapshot snapshot = setups.look(name);
      if (silent.isPresent()) {
        live.say("It answers again.");
        silent = Optional.empty();
      }
      silentSince = Optional.empty();
      last = Optional.of(snapshot);
      return last;
    } catch (CommandFailure e) {
      rememberSilence(e);
      return Optional.empty();
    }
  }

  private void rememberSilence(CommandFailure failure) {
    if (failure.exitCode() != ExitCode.NO_WORKER
        && failure.exitCode() != ExitCode.TEMPORAL_UNREACHABLE) {
      throw failure;
    }
    Instant now = Instant.now();
    if (silentSince.isEmpty()) {
      silentSince = Optional.of(now);
    }
    boolean unreachable = failure.exitCode() == ExitCode.TEMPORAL_UNREACHABLE;
    if (unreachable && silentSince.get().plus(UNREACHABLE_FOR).isBefore(now)) {
      live.clear();
      throw failure;
    }
    if (silent.map(s -> s.exitCode() != failure.exitCode()).orElse(true)) {
      live.say(console.marks().yellow(console.marks().waiting()) + " " + failure.getMessage());
    }
    silent = Optional.of(failure);
  }

  private boolean hasEnded() {
    try {
      return setups.hasEnded(name);
    } catch (CommandFailure e) {
      return false;
    }
  }

  private void show(Snapshot snapshot) {
    Instant now = Instant.now();
    List<String> lines = changes.since(snapshot.progress(), now);
    if (!console.live()) {
      lines.forEach(console::say);
      return;
    }
    List<String> drawing = new ArrayList<>();
    Phase phase = snapshot.status().phase();
    String waiting = snapshot.status().waitingFor().map(w -> "  " + Widths.oneLine(w)).orElse("");
    drawing.addAll(new TreeText(console, now).fitting(snapshot.progress(), console.rows() - 3));
    drawing.add(
        console.marks().bold(phase.name())
            + Widths.cut(
                waiting, console.columns() - phase.name().length() - 1, console.marks().more()));
    live.draw(drawing);
  }
}
