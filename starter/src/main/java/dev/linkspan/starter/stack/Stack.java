package dev.linkspan.starter.stack;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Widths;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Starts, sees and stops the processes of one state folder; each lives on its own afterwards. */
public final class Stack {
  private final StateFolder folder;
  private final Launches launches;
  private final Runnable onTemporalReady;
  private final Console console;
  private final Health health = new Health();

  /**
   * @param onTemporalReady runs when Temporal has been started and answers, before the worker
   */
  public Stack(StateFolder folder, Launches launches, Runnable onTemporalReady, Console console) {
    this.folder = folder;
    this.launches = launches;
    this.onTemporalReady = onTemporalReady;
    this.console = console;
  }

  /** Starts those of the parts that do not run, and returns when all of them are ready. */
  public void up(Set<Part> parts) {
    folder.create();
    locked(
        () -> {
          // Temporal and the sandbox know nothing of each other: they get ready side by side.
          startAll(parts.stream().filter(p -> p != Part.WORKER).sorted().toList());
          startAll(parts.stream().filter(p -> p == Part.WORKER).toList());
        });
  }

  private void startAll(List<Part> parts) {
    Map<Part, Started> started = new LinkedHashMap<>();
    parts.forEach(part -> started.put(part, start(part)));
    for (var entry : started.entrySet()) {
      awaitReady(entry.getKey(), entry.getValue());
      if (entry.getKey() == Part.TEMPORAL && entry.getValue().fresh()) {
        onTemporalReady.run();
      }
    }
  }

  private record Started(
      ProcessIdentity process, Launch launch, boolean fresh, long since, long logFrom) {}

  private Started start(Part part) {
    Launch launch = launches.of(part);
    Optional<ProcessIdentity> running = folder.running(part);
    long logFrom = PartLog.size(folder.log(part));
    if (running.isPresent()) {
      return new Started(running.get(), launch, false, System.nanoTime(), logFrom);
    }
    launch.ports().forEach(port -> Ports.requireFree(part, port));
    long since = System.nanoTime();
    launch.prepare().run();
    ProcessIdentity process = Detached.start(launch, folder.root(), folder.log(part));
    folder.record(part, process);
    return new Started(process, launch, true, since, logFrom);
  }

  private void awaitReady(Part part, Started started) {
    long deadline = System.nanoTime() + started.launch().within().toNanos();
    while (!health.good(started.launch().health())) {
      if (!started.process().alive()) {
        throw notReady(part, started, "ended before it was ready");
      }
      if (System.nanoTime() > deadline) {
        throw notReady(
            part,
            started,
            "is not ready after " + Widths.elapsed(started.launch().within()) + " and still runs");
      }
      Pause.of(Duration.ofMillis(100));
    }
    String what =
        started.fresh()
            ? Widths.elapsed(Duration.ofNanos(System.nanoTime() - started.since()))
            : "runs already";
    console.say(
        console.marks().green(console.marks().done())
            + String.format(" %-9s %-62s %s", part, started.launch().addresses(), what));
  }

  private CommandFailure notReady(Part part, Started started, String what) {
    List<String> tail = PartLog.tail(folder.log(part), started.logFrom());
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        "The "
            + part
            + " "
            + what
            + ". The end of its log, "
            + folder.log(part)
            + ":\n  "
            + String.join("\n  ", tail));
  }

  /** Stops those of the parts that run, the worker first; returns when they are gone. */
  public void down(Set<Part> parts) {
    if (!Files.isDirectory(folder.root())) {
      console.say("No local stack in " + folder.root() + ".");
      return;
    }
    locked(
        () -> {
          Guard.dismiss(folder, parts);
          List<Part> lastFirst = new ArrayList<>(parts.stream().sorted().toList());
          Collections.reverse(lastFirst);
          lastFirst.forEach(this::stop);
        });
  }

  private void stop(Part part) {
    Optional<ProcessIdentity> running = folder.running(part);
    running.ifPresent(
        process -> {
          long since = System.nanoTime();
          process.terminate();
          boolean obeyed = Pause.until(patience(part), () -> !process.alive());
          if (!obeyed) {
            process.kill();
            Pause.until(Duration.ofSeconds(5), () -> !process.alive());
          }
          String took = Widths.elapsed(Duration.ofNanos(System.nanoTime() - since));
          say(part, (obeyed ? "stopped in " : "killed, it did not stop in ") + took);
        });
    if (part == Part.SANDBOX) {
      int left = Leftovers.end(folder.sandbox());
      if (left > 0) {
        say(part, left + " processes of its machines were left, and ended");
      }
    }
    folder.forget(part);
  }

  private static Duration patience(Part part) {
    return part == Part.SANDBOX ? Duration.ofSeconds(45) : Duration.ofSeconds(20);
  }

  /** Ends a part at once, as a crash would. */
  public void kill(Part part) {
    ProcessIdentity process =
        folder
            .running(part)
            .orElseThrow(
                () -> new CommandFailure(ExitCode.NOT_FOUND, "The " + part + " does not run."));
    process.kill();
    Pause.until(Duration.ofSeconds(5), () -> !process.alive());
    say(part, "killed (it was process " + process.pid() + ")");
  }

  /**
   * What is known of a part.
   *
   * @param pid empty when it does not run
   * @param health {@code ready}, {@code not ready} or {@code down}
   * @param residentKiB its own memory
   * @param descendants processes it started, the machines' among them, with their memory in {@code
   *     descendantsKiB}
   */
  public record Seen(
      Part part,
      Optional<Long> pid,
      String health,
      String addresses,
      long residentKiB,
      int descendants,
      long descendantsKiB,
      String log) {}

  /** Whether one of the parts runs. */
  public boolean anyRuns() {
    return Arrays.stream(Part.values()).anyMatch(part -> folder.running(part).isPresent());
  }

  /** Looks at every part. */
  public List<Seen> look() {
    List<Seen> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.add(look(part));
    }
    return all;
  }

  private Seen look(Part part) {
    Launch launch = launches.of(part);
    String log = folder.log(part).toString();
    Optional<ProcessIdentity> running = folder.running(part);
    if (running.isEmpty()) {
      return new Seen(part, Optional.empty(), "down", launch.addresses(), 0, 0, 0, log);
    }
    List<ProcessIdentity> below = below(part, running.get());
    return new Seen(
        part,
        Optional.of(running.get().pid()),
        health.good(launch.health()) ? "ready" : "not ready",
        launch.addresses(),
        running.get().residentKiB(),
        below.size(),
        below.stream().mapToLong(ProcessIdentity::residentKiB).sum(),
        log);
  }

  // The machines' services are no children of the sandbox, so that they outlive its crash.
  private List<ProcessIdentity> below(Part part, ProcessIdentity process) {
    Stream<ProcessIdentity> children =
        ProcessHandle.of(process.pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .flatMap(p -> ProcessIdentity.of(p.pid()).stream());
    Stream<ProcessIdentity> machines =
        part == Part.SANDBOX ? Leftovers.below(folder.sandbox()).stream() : Stream.empty();
    return Stream.concat(children, machines).distinct().toList();
  }

  private void say(Part part, String what) {
    console.say(String.format("%s %-9s %s", console.marks().done(), part, what));
  }

  // Two `dev up` at once must not start two of everything.
  private void locked(Runnable work) {
    FolderLock.hold(
        folder.root(),
        () -> {
          work.run();
          return true;
        });
  }
}
