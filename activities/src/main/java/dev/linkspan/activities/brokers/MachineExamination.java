package dev.linkspan.activities.brokers;

import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a broker's machine for a verification, by one command; changes nothing. What is wrong with
 * the broker's file is read twice, because a process that starts, ends, or forks while it is read
 * can look like a problem.
 */
public final class MachineExamination {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Shell shell;
  private final String address;
  private final BrokerService service;
  private final Optional<String> installedUnit;
  private final InstantSource time;

  /**
   * Examines the machine of one broker.
   *
   * @param address of the machine in the VPC
   * @param installedUnit path of the unit's file that Linkspan wrote; empty if it did not
   * @param time of the worker, which the machine's clock is compared with
   */
  public MachineExamination(
      Shell shell,
      String address,
      BrokerService service,
      Optional<String> installedUnit,
      InstantSource time) {
    this.shell = shell;
    this.address = address;
    this.service = service;
    this.installedUnit = installedUnit;
    this.time = time;
  }

  /**
   * Reads everything.
   *
   * @param dataFolders that the broker runs with; empty for those of its file
   * @param internalPort that another process may listen on, if the broker does not run
   * @param listener name of the listener for TiDB Cloud
   * @param settings keys in the broker's file whose values are wanted
   * @throws dev.linkspan.activities.ssh.UnreachableException if the machine does not answer
   * @throws dev.linkspan.activities.ssh.LoginRefusedException if it does not accept the SSH key
   * @throws ApplicationFailure {@link Failures#NEEDS_PERSON} if its host key has changed
   */
  public MachineFacts read(
      List<String> dataFolders, int internalPort, String listener, Set<String> settings) {
    return confirmed(
        Poll.every(PAUSE).atMost(PAUSE),
        () -> readOnce(dataFolders, internalPort, listener, settings));
  }

  /** The first reading whose file is fine; otherwise the last one. */
  static MachineFacts confirmed(Poll poll, Supplier<MachineFacts> read) {
    return poll.until(read, MachineFacts::fileIsFine);
  }

  private MachineFacts readOnce(
      List<String> dataFolders, int internalPort, String listener, Set<String> settings) {
    // Connected before, so that the question itself is short.
    var unused = shell.hostKey();
    Script machine =
        Script.of(DetachedTask.class, "process.sh")
            .and(MachineExamination.class, "find-broker.sh", "machine.sh");
    Script all =
        (installedUnit.isPresent()
                ? machine.and(MachineExamination.class, "unit-file.sh")
                : machine)
            .and(
                MachineExamination.class,
                "unit.sh",
                "dependents.sh",
                "survey.sh",
                "java.sh",
                "heap.sh",
                "listening.sh",
                "running.sh");
    Script script =
        BrokerFile.with(all, service)
            .with("installed", installedUnit.orElse(""))
            .with("folders", String.join("\n", dataFolders))
            .with("port", internalPort)
            .with("address", address.matches("\\d+(\\.\\d+){3}") ? address : "")
            .with("pid", "");
    Instant before = time.instant();
    Outcome outcome = shell.run(Privileged.text(script), LIMIT);
    return facts(shell.name(), service, outcome, before, time.instant(), listener, settings);
  }

  /**
   * What the command reported on this node.
   *
   * @param before the command, by the worker's clock
   * @param after the command
   */
  static MachineFacts facts(
      String node,
      BrokerService service,
      Outcome outcome,
      Instant before,
      Instant after,
      String listener,
      Set<String> settings) {
    KeyValues found = KeyValues.of(outcome.stdout());
    FileReading reading = FileReading.of(node, service, outcome, found, listener, settings);
    Optional<String> process = found.find("process");
    return new MachineFacts(
        process.map(running -> BrokerFile.process(running, List.of()).pid()),
        outcome.succeeded() && process.isEmpty(),
        reading.entries(),
        reading.settings(),
        reading.problems(),
        reading.unread(),
        unit(service, found),
        unitFile(found),
        found.find("heap"),
        disks(found),
        numbers(found.find("memory")).map(kib -> new Memory(kib.get(0), kib.get(1))),
        found
            .find("now")
            .filter(now -> now.matches("\\d{1,12}([.]\\d{1,9})?"))
            .map(now -> clock(now, before, after, found)),
        found.find("version").orElse(""),
        found.find("jdk").orElse(""));
  }

  private static Optional<Unit> unit(BrokerService service, KeyValues found) {
    return service.control() instanceof SystemdUnit unit
        ? found
            .find("enabled")
            .map(enabled -> new Unit(unit.unit(), enabled, found.find("active").orElse("")))
        : Optional.empty();
  }

  private static Optional<UnitFile> unitFile(KeyValues found) {
    return found
        .find("unit-sha256")
        .map(
            sha256 ->
                new UnitFile(
                    found.required("unit-file"),
                    Optional.of(sha256).filter(hex -> hex.matches("[0-9a-f]{64}")),
                    found.find("unit-heap"),
                    found.find("unit-drop-in")));
  }

  private static List<Disk> disks(KeyValues found) {
    List<Disk> disks = new ArrayList<>();
    for (int i = 0; found.find("disk-" + i).isPresent(); i++) {
      String[] parts = found.required("disk-" + i).split(" ", 3);
      numbers(Optional.of(String.join(" ", List.of(parts).subList(0, parts.length - 1))))
          .ifPresent(kib -> disks.add(new Disk(parts[2], kib.get(0), kib.get(1))));
    }
    return List.copyOf(disks);
  }

  /** Two numbers; empty if the text is something else. */
  private static Optional<List<Long>> numbers(Optional<String> text) {
    return text.filter(two -> two.matches("\\d{1,15} \\d{1,15}"))
        .map(two -> List.of(two.split(" ", -1)).stream().map(Long::valueOf).toList());
  }

  private static Clock clock(String now, Instant before, Instant after, KeyValues found) {
    Instant there = Instant.ofEpochMilli(new BigDecimal(now).movePointRight(3).longValue());
    Duration ahead = Duration.ZERO;
    if (there.isAfter(after)) {
      ahead = Duration.between(after, there);
    } else if (there.isBefore(before)) {
      ahead = Duration.between(before, there);
    }
    return new Clock(ahead, found.find("synchronized").map("yes"::equals));
  }
}
