package dev.linkspan.activities.verification;

import dev.linkspan.activities.brokers.MachineFacts;
import dev.linkspan.activities.brokers.MachineFacts.UnitFile;
import dev.linkspan.workflows.deployment.DeployedBrokers;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.kafka.RollingBroker.UnitChange;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.Optional;

/**
 * Compares the unit that Linkspan wrote for a broker, and the heap that the broker runs with, with
 * the plan. One check, because they have one cause. No I/O.
 */
final class UnitFileCheck {
  private static final String HOP = "unit file";

  private final Link link;
  private final RollingBroker broker;
  private final UnitChange planned;
  private final String plannedHeap;
  private final Optional<UnitFile> file;
  private final Optional<String> heap;

  private UnitFileCheck(Link link, RollingBroker broker, UnitChange planned, MachineFacts machine) {
    this.link = link;
    this.broker = broker;
    this.planned = planned;
    this.plannedHeap = link.plan().kafka().heap();
    this.file = machine.unitFile();
    this.heap = machine.heap();
  }

  /** Path of the unit's file that Linkspan wrote for this broker; empty if it did not. */
  static Optional<String> path(Link link, RollingBroker broker) {
    return link.plan().cluster() instanceof NewCluster
            && broker.service().control() instanceof SystemdUnit unit
        ? Optional.of(broker.node().root() + "/" + unit.unit())
        : Optional.empty();
  }

  /** Empty if Linkspan did not write the unit, or nothing is known. */
  static Optional<Check> of(Link link, RollingBroker broker, Optional<MachineFacts> machine) {
    Optional<UnitChange> planned = DeployedBrokers.plannedUnit(link.plan(), broker);
    return planned.isEmpty()
        ? Optional.empty()
        : machine
            .filter(facts -> facts.unitFile().isPresent() || facts.heap().isPresent())
            .map(facts -> new UnitFileCheck(link, broker, planned.get(), facts).check());
  }

  private Check check() {
    Optional<String> otherHeap = heap.filter(runs -> !isSameHeap(runs));
    Optional<String> otherFile = file.flatMap(this::difference);
    if (otherHeap.isEmpty() && otherFile.isEmpty()) {
      return Check.passed(
          id(), HOP, heap.map(runs -> "as planned, heap " + runs).orElse("as planned"));
    }
    String evidence =
        otherHeap
            .map(runs -> "runs with a heap of " + runs + cause(otherFile))
            .orElseGet(() -> otherFile.orElseThrow() + effect());
    return forPerson()
        .map(remedy -> failed(evidence).remedy(remedy))
        .orElseGet(() -> repairable(evidence));
  }

  private Optional<String> difference(UnitFile found) {
    if (found.dropIn().isPresent()) {
      return Optional.of(found.dropIn().get() + " overrides its unit");
    }
    if (found.sha256().isEmpty()) {
      return Optional.of(found.path() + " is missing");
    }
    if (found.hasText(planned.after())) {
      return Optional.empty();
    }
    String sets = otherHeapOf(found).map(heapOfFile -> ": its heap is " + heapOfFile).orElse("");
    return Optional.of(found.path() + " is not as planned" + sets);
  }

  private Optional<String> otherHeapOf(UnitFile found) {
    return found.heap().filter(sets -> !isSameHeap(sets));
  }

  /** Of the heap alone it is known that the broker does not run with it yet. */
  private String effect() {
    return heap.isPresent() && file.flatMap(this::otherHeapOf).isPresent()
        ? ", which takes effect at the next restart"
        : "";
  }

  private String cause(Optional<String> otherFile) {
    return file.isEmpty()
        ? ""
        : "; "
            + otherFile.orElse(
                file.get().path() + " is as planned and takes effect at the next restart");
  }

  /** What a person has to do, since Linkspan writes its own file and deletes no other. */
  private Optional<String> forPerson() {
    return file.flatMap(
        found -> found.dropIn().map(dropIn -> deletion(dropIn, "")).or(() -> forPerson(found)));
  }

  private Optional<String> forPerson(UnitFile found) {
    return path(link, broker)
        .filter(own -> !own.equals(found.path()) && !found.hasText(planned.after()))
        .map(own -> deletion(found.path(), "`systemctl enable " + own + "` and "));
  }

  private String deletion(String foreign, String andRun) {
    return "Delete %s on %s, run %s`systemctl daemon-reload`, and restart the broker."
        .formatted(foreign, broker.node().name(), andRun);
  }

  private Check repairable(String evidence) {
    return failed(evidence)
        .remedy(
            "Correct %s on %s, run `systemctl daemon-reload`, and restart the broker, or %s."
                .formatted(
                    path(link, broker).orElse(planned.name()),
                    broker.node().name(),
                    BrokerChecks.repairCommand(link)))
        .repairedBy(Repair.changes(Kind.UNIT_FILE, String.valueOf(broker.nodeId())));
  }

  private Check failed(String evidence) {
    return Check.failed(id(), HOP, evidence)
        .asDrift()
        .expecting("a heap of %s, and the unit as Linkspan wrote it".formatted(plannedHeap));
  }

  private boolean isSameHeap(String other) {
    return HeapSize.bytes(other).equals(HeapSize.bytes(plannedHeap));
  }

  private Optional<Integer> id() {
    return Optional.of(broker.nodeId());
  }
}
