package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.Polling;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
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

/** Starts, shows and stops the components of one state folder, each a process of its own. */
public final class Stack {
  private static final Duration HEALTH_INTERVAL = Duration.ofMillis(100);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

  private final StateFolder folder;
  private final LaunchSpecs specs;
  private final Runnable onTemporalReady;
  private final Console console;
  private final LoopbackHttp http = new LoopbackHttp();

  /**
   * @param onTemporalReady runs when Temporal has been started and is ready, before the worker
   */
  public Stack(StateFolder folder, LaunchSpecs specs, Runnable onTemporalReady, Console console) {
    this.folder = folder;
    this.specs = specs;
    this.onTemporalReady = onTemporalReady;
    this.console = console;
  }

  /** Starts those of the components that are not running; returns when all of them are ready. */
  public void up(Set<Component> components) {
    folder.create();
    locked(
        () -> {
          // Temporal and the sandbox do not depend on each other: they start at the same time.
          startAll(components.stream().filter(c -> c != Component.WORKER).sorted().toList());
          startAll(components.stream().filter(c -> c == Component.WORKER).toList());
        });
  }

  private void startAll(List<Component> components) {
    Map<Component, Started> started = new LinkedHashMap<>();
    components.forEach(component -> started.put(component, start(component)));
    for (var entry : started.entrySet()) {
      awaitReady(entry.getKey(), entry.getValue());
      if (entry.getKey() == Component.TEMPORAL && entry.getValue().fresh()) {
        onTemporalReady.run();
      }
    }
  }

  /** A component that is getting ready; {@code fresh} if this command started it. */
  private record Started(
      ProcessIdentity process, LaunchSpec spec, boolean fresh, long since, long logFrom) {}

  private Started start(Component component) {
    LaunchSpec spec = specs.of(component);
    Optional<ProcessIdentity> running = folder.running(component);
    long logFrom = ComponentLog.size(folder.log(component));
    if (running.isPresent()) {
      folder.record(component, running.get());
      return new Started(running.get(), spec, false, System.nanoTime(), logFrom);
    }
    spec.ports().forEach(port -> Ports.requireFree(component, port));
    long since = System.nanoTime();
    spec.beforeStart().run();
    PendingStart start = PendingStart.of(spec);
    folder.intend(component, start);
    ProcessIdentity process =
        DetachedProcess.start(
            spec.command(), start.mark(spec.environment()), folder.root(), folder.log(component));
    folder.record(component, process);
    return new Started(process, spec, true, since, logFrom);
  }

  private void awaitReady(Component component, Started started) {
    long deadline = System.nanoTime() + started.spec().startTimeout().toNanos();
    while (!http.isOk(started.spec().healthUrl())) {
      if (!started.process().alive()) {
        throw notReady(component, started, "exited before it was ready");
      }
      if (System.nanoTime() > deadline) {
        String timeout = DurationText.of(started.spec().startTimeout());
        throw notReady(component, started, "is not ready after " + timeout + "; it keeps running");
      }
      Polling.sleep(HEALTH_INTERVAL);
    }
    String result =
        started.fresh()
            ? DurationText.of(Duration.ofNanos(System.nanoTime() - started.since()))
            : "already running";
    console.say(
        console.theme().green(console.theme().done())
            + String.format(" %-9s %-62s %s", component, started.spec().addresses(), result));
  }

  private CommandFailure notReady(Component component, Started started, String problem) {
    List<String> tail = ComponentLog.tail(folder.log(component), started.logFrom());
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        "Component %s %s. The end of its log, %s:\n  %s"
            .formatted(component, problem, folder.log(component), String.join("\n  ", tail)));
  }

  /** Stops those of the components that are running, the worker first; returns when they ended. */
  public void down(Set<Component> components) {
    if (!Files.isDirectory(folder.root())) {
      console.say("No local stack in " + folder.root() + ".");
      return;
    }
    locked(
        () -> {
          Watchdog.stop(folder, components);
          List<Component> lastFirst = new ArrayList<>(components.stream().sorted().toList());
          Collections.reverse(lastFirst);
          lastFirst.forEach(this::stop);
        });
  }

  private void stop(Component component) {
    folder.running(component).ifPresent(process -> stop(component, process));
    if (component == Component.SANDBOX) {
      int orphaned = OrphanedProcesses.end(folder.sandbox());
      if (orphaned > 0) {
        String count = orphaned == 1 ? "1 orphaned process" : orphaned + " orphaned processes";
        say(component, "stopped " + count + " of its machines");
      }
    }
    folder.forget(component);
  }

  private void stop(Component component, ProcessIdentity process) {
    long since = System.nanoTime();
    process.terminate();
    boolean stopped = Polling.until(stopTimeout(component), () -> !process.alive());
    if (!stopped) {
      process.kill();
      Polling.until(KILL_TIMEOUT, () -> !process.alive());
    }
    String took = DurationText.of(Duration.ofNanos(System.nanoTime() - since));
    say(component, stopped ? "stopped in " + took : "killed: it did not stop within " + took);
  }

  private static Duration stopTimeout(Component component) {
    return component == Component.SANDBOX ? Duration.ofSeconds(45) : Duration.ofSeconds(20);
  }

  /** Kills a component, as a crash does. */
  public void kill(Component component) {
    ProcessIdentity process =
        folder
            .running(component)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_FOUND, "Component " + component + " is not running."));
    process.kill();
    Polling.until(KILL_TIMEOUT, () -> !process.alive());
    say(component, "killed (process " + process.pid() + ")");
  }

  /** Whether a component is running. */
  public boolean anyRuns() {
    return Arrays.stream(Component.values())
        .anyMatch(component -> folder.running(component).isPresent());
  }

  /** The state of each component. */
  public List<ComponentStatus> statuses() {
    return Arrays.stream(Component.values()).map(this::status).toList();
  }

  private ComponentStatus status(Component component) {
    LaunchSpec spec = specs.of(component);
    String log = folder.log(component).toString();
    Optional<ProcessIdentity> running = folder.running(component);
    if (running.isEmpty()) {
      return ComponentStatus.down(component, spec.addresses(), log);
    }
    List<ProcessIdentity> descendants = descendants(component, running.get());
    return new ComponentStatus(
        component,
        Optional.of(running.get().pid()),
        http.isOk(spec.healthUrl()) ? "ready" : "not ready",
        spec.addresses(),
        running.get().residentKiB(),
        descendants.size(),
        descendants.stream().mapToLong(ProcessIdentity::residentKiB).sum(),
        log);
  }

  // The services of the machines are not children of the sandbox, so that they survive its crash.
  private List<ProcessIdentity> descendants(Component component, ProcessIdentity process) {
    Stream<ProcessIdentity> children =
        ProcessHandle.of(process.pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .flatMap(p -> ProcessIdentity.of(p.pid()).stream());
    Stream<ProcessIdentity> machines =
        component == Component.SANDBOX
            ? OrphanedProcesses.below(folder.sandbox()).stream()
            : Stream.empty();
    return Stream.concat(children, machines).distinct().toList();
  }

  private void say(Component component, String result) {
    console.say(String.format("%s %-9s %s", console.theme().done(), component, result));
  }

  // Two concurrent `dev up` must not start each component twice.
  private void locked(Runnable work) {
    FolderLock.hold(
        folder.root(),
        () -> {
          work.run();
          return true;
        });
  }
}
