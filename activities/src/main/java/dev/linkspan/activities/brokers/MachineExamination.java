package dev.linkspan.activities.brokers;

import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.listeners.ListenerSettings;
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

/** Reads a broker's machine for a verification, by one command; changes nothing. */
public final class MachineExamination {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Shell shell;
  private final String address;
  private final BrokerService service;
  private final InstantSource time;

  /**
   * Examines the machine of one broker.
   *
   * @param address of the machine in the VPC
   * @param time of the worker, which the machine's clock is compared with
   */
  public MachineExamination(
      Shell shell, String address, BrokerService service, InstantSource time) {
    this.shell = shell;
    this.address = address;
    this.service = service;
    this.time = time;
  }

  /**
   * Reads everything.
   *
   * @param dataFolders that the broker runs with; empty for those of its file
   * @param internalPort that another process may listen on, if the broker does not run
   * @param listener name of the listener for TiDB Cloud
   * @throws dev.linkspan.activities.ssh.UnreachableException if the machine does not answer
   * @throws dev.linkspan.activities.ssh.LoginRefusedException if it does not accept the SSH key
   * @throws ApplicationFailure {@link Failures#NEEDS_PERSON} if its host key has changed
   */
  public MachineFacts read(List<String> dataFolders, int internalPort, String listener) {
    // Connected before, so that the question itself is short.
    var unused = shell.hostKey();
    Script script =
        BrokerFile.with(
                Script.of(DetachedTask.class, "process.sh")
                    .and(
                        MachineExamination.class,
                        "find-broker.sh",
                        "machine.sh",
                        "survey.sh",
                        "java.sh",
                        "running.sh"),
                service)
            .with("folders", String.join("\n", dataFolders))
            .with("port", internalPort)
            .with("address", address.matches("\\d+(\\.\\d+){3}") ? address : "")
            .with("pid", "");
    Instant before = time.instant();
    Outcome outcome = shell.run(Privileged.text(script), LIMIT);
    return facts(outcome, before, time.instant(), listener);
  }

  private MachineFacts facts(Outcome outcome, Instant before, Instant after, String listener) {
    KeyValues found = KeyValues.of(outcome.stdout());
    List<Problem> problems = new ArrayList<>();
    Optional<ExternalEntries> file = file(outcome, found, listener, problems);
    return new MachineFacts(
        found.find("process").map(process -> BrokerFile.process(process, List.of()).pid()),
        file,
        List.copyOf(problems),
        service.control() instanceof SystemdUnit unit
            ? Optional.of(
                new Unit(
                    unit.unit(), found.find("enabled").orElse(""), found.find("active").orElse("")))
            : Optional.empty(),
        disks(found),
        numbers(found.find("memory")).map(kib -> new Memory(kib.get(0), kib.get(1))),
        found.find("now").map(now -> clock(now, before, after, found)),
        found.find("version").orElse(""),
        found.find("jdk").orElse(""));
  }

  private Optional<ExternalEntries> file(
      Outcome outcome, KeyValues found, String listener, List<Problem> problems) {
    try {
      BrokerFile file = BrokerFile.of(shell.name(), service, outcome);
      ListenerSettings settings = file.settings();
      settings
          .startProblem(file.kafkaVersion())
          .ifPresent(
              problem ->
                  problems.add(
                      new Problem(
                          "Kafka would not start again with it: " + problem, "Correct the file.")));
      new FileProcessComparison(shell.name(), file.path(), file.text(), service)
          .problems(RunningProcess.of(file.pid().isPresent(), found))
          .forEach(problem -> problems.add(new Problem(problem, "")));
      return Optional.of(ExternalEntries.of(settings, listener));
    } catch (ApplicationFailure e) {
      problems.add(problem(e));
      return Optional.empty();
    } catch (IllegalStateException e) {
      problems.add(new Problem(String.valueOf(e.getMessage()), ""));
      return Optional.empty();
    }
  }

  private static Problem problem(ApplicationFailure failure) {
    boolean hasRemedy = failure.getDetails().getSize() > 0;
    return new Problem(
        failure.getOriginalMessage(), hasRemedy ? failure.getDetails().get(String.class) : "");
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
