package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.activities.brokers.MachineFacts.Clock;
import dev.linkspan.activities.brokers.MachineFacts.Disk;
import dev.linkspan.activities.brokers.MachineFacts.Memory;
import dev.linkspan.activities.brokers.MachineFacts.Problem;
import dev.linkspan.activities.brokers.MachineFacts.Unit;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what one broker's machine says of itself. No I/O. */
final class MachineChecks {
  private static final int NEARLY_FULL = 85;
  private static final int LITTLE_MEMORY = 5;

  /** States of a unit that starts with the machine, or whenever something needs it. */
  private static final Set<String> STARTING =
      Set.of("enabled", "static", "alias", "indirect", "generated");

  private final Link link;
  private final RollingBroker broker;
  private final Duration usualClock;

  /**
   * Checks the machine of this broker.
   *
   * @param usualClock see {@link ClockComparison#usual}
   */
  MachineChecks(Link link, RollingBroker broker, Duration usualClock) {
    this.link = link;
    this.broker = broker;
    this.usualClock = usualClock;
  }

  /** All checks; a machine that does not answer is one check. */
  List<Check> of(MachineReading reading) {
    if (reading instanceof MachineReading.Silent silent) {
      return List.of(
          Check.notChecked(
                  id(),
                  "SSH",
                  silent.problem() + "; file, unit, disk, memory, and clock are not checked")
              .remedy("Check that the machine runs and that its SSH server answers."));
    }
    if (reading instanceof MachineReading.Refused refused) {
      return List.of(
          failed("SSH", refused.problem())
              .asDrift()
              .expecting("the machine of the setup lets Linkspan in")
              .remedy(refused.remedy()));
    }
    return reading.answer().map(this::answered).orElse(List.of());
  }

  private List<Check> answered(MachineFacts facts) {
    List<Check> checks = new ArrayList<>();
    checks.add(passed("SSH", "host key as pinned"));
    checks.add(file(facts));
    unit(facts).ifPresent(checks::add);
    checks.add(disk(facts.disks()));
    checks.add(
        facts.memory().map(this::memory).orElseGet(() -> unread("memory", "cannot be read")));
    checks.add(facts.clock().map(this::clock).orElseGet(() -> unread("clock", "cannot be read")));
    return checks;
  }

  private Check file(MachineFacts facts) {
    String hop = "configuration file";
    if (facts.fileUnread().isPresent()) {
      return unread(hop, facts.fileUnread().orElseThrow())
          .asDrift()
          .remedy(
              "The next verification reads it again; see that %s answers.".formatted(machine()));
    }
    if (facts.fileProblems().isEmpty()) {
      return passed(hop, "the broker can start with it");
    }
    Problem first = facts.fileProblems().get(0);
    return failed(hop, first.text()).asDrift().remedy(first.remedy());
  }

  private Optional<Check> unit(MachineFacts facts) {
    if (!(broker.service().control() instanceof SystemdUnit planned)) {
      return Optional.empty();
    }
    return Optional.of(
        facts
            .unit()
            .map(unit -> unit(unit, facts.process().isPresent(), hasFile(facts)))
            .orElseGet(
                () ->
                    unread(
                        "unit",
                        "systemd does not say whether %s is enabled".formatted(planned.unit()))));
  }

  private static boolean hasFile(MachineFacts facts) {
    return facts.unitFile().flatMap(UnitFile::sha256).isPresent() || facts.unitFile().isEmpty();
  }

  private Check unit(Unit unit, boolean running, boolean hasFile) {
    String hop = "unit";
    String state = unit.enabled().equals("not-found") ? "not found" : unit.enabled();
    if (state.startsWith("masked")) {
      return failed(hop, unit.name() + " is masked, so it does not start with the machine")
          .asDrift()
          .expecting("enabled")
          .remedy("Run `systemctl unmask %s` on %s.".formatted(unit.name(), machine()));
    }
    if (!STARTING.contains(state)) {
      Check check =
          failed(
                  hop,
                  "%s is %s, so it does not start with the machine".formatted(unit.name(), state))
              .asDrift()
              .expecting("enabled")
              .remedy(
                  "Run `systemctl enable %s` on %s, or %s."
                      .formatted(unit.name(), machine(), BrokerChecks.repairCommand(link)));
      // A unit whose file is missing cannot be enabled, and is again what it was with its file.
      return hasFile
          ? check.repairedBy(Repair.adds(Kind.UNIT, String.valueOf(broker.nodeId())))
          : check;
    }
    if (running && unit.active().matches("inactive|failed")) {
      return failed(hop, "the broker runs, but %s is %s".formatted(unit.name(), unit.active()))
          .asDrift()
          .expecting("active")
          .remedy("Stop the broker in an orderly way, then start it by its unit.");
    }
    return passed(hop, unit.name() + " is " + state);
  }

  private Check disk(List<Disk> disks) {
    String hop = "disk";
    Optional<Disk> fullest = disks.stream().max(Comparator.comparingInt(Disk::usedPercent));
    if (fullest.isEmpty()) {
      return unread(hop, "the data folders' disk cannot be read");
    }
    Disk disk = fullest.orElseThrow();
    String evidence =
        "%s is on a disk of %d GiB that is %s"
            .formatted(
                disk.folder(),
                disk.totalKib() >> 20,
                disk.full() ? "full" : disk.usedPercent() + " % full");
    if (!disk.full() && disk.usedPercent() <= NEARLY_FULL) {
      return passed(hop, disk.usedPercent() + " % used");
    }
    Check failed =
        failed(hop, evidence)
            .expecting("at most %d %% used".formatted(NEARLY_FULL))
            .remedy("Enlarge the disk, or give topics a shorter retention.");
    return disk.full() ? failed : failed.asDrift();
  }

  private Check memory(Memory memory) {
    String hop = "memory";
    return memory.availablePercent() >= LITTLE_MEMORY
        ? passed(hop, memory.availablePercent() + " % available")
        : failed(
                hop,
                "%d of %d MiB are available"
                    .formatted(memory.availableKib() >> 10, memory.totalKib() >> 10))
            .asDrift()
            .expecting("at least %d %%".formatted(LITTLE_MEMORY))
            .remedy("End what else runs on %s, or give it more memory.".formatted(machine()));
  }

  private Check clock(Clock clock) {
    String hop = "clock";
    Duration off = clock.ahead().minus(usualClock);
    String source =
        clock.timeServer().map(synced -> synced ? "" : "; no time server sets it").orElse("");
    if (off.abs().compareTo(ClockComparison.TOLERANCE) <= 0) {
      return passed(hop, "within " + ClockComparison.TOLERANCE.toSeconds() + " s");
    }
    return failed(
            hop,
            "%d s %s the other clocks%s"
                .formatted(off.abs().toSeconds(), off.isNegative() ? "behind" : "ahead of", source))
        .asDrift()
        .expecting("at most %d s off".formatted(ClockComparison.TOLERANCE.toSeconds()))
        .remedy("Let chronyd set the clock of %s.".formatted(machine()));
  }

  private String machine() {
    return broker.node().name();
  }

  private Optional<Integer> id() {
    return Optional.of(broker.nodeId());
  }

  private Check passed(String hop, String evidence) {
    return Check.passed(id(), hop, evidence);
  }

  private Check failed(String hop, String evidence) {
    return Check.failed(id(), hop, evidence);
  }

  private Check unread(String hop, String reason) {
    return Check.notChecked(id(), hop, reason);
  }
}
