package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A {@link Lab} with a finished link: a verification finds something, and a repair follows. */
final class RepairLab implements AutoCloseable {
  /** A person asks for the repair of everything. */
  static final RepairRequest ALL = new RepairRequest("ada", "a test", null);

  final Lab lab = new Lab();
  final World world = lab.world;
  private int before;

  /** Builds the link with three brokers. */
  void buildUntilReady(RepairPolicy policy) {
    buildUntilReady(Plans.with(policy, Plans.withBrokers(3)));
  }

  void buildUntilReady(Plan plan) {
    lab.startApproved(plan);
    lab.awaitPhase(Phase.READY);
    before = world.events().size();
  }

  static Check drift(String hop, Repair repair) {
    return Check.failed(Optional.empty(), hop, "it is gone").asDrift().repairedBy(repair);
  }

  /** Each verification from now on finds this, until this method of an activity is called. */
  void toFind(String hop, Repair repair, String repairedBy) {
    world.answers.finding(drift(hop, repair), repairedBy);
  }

  /** A verification finds this, and all before it that is {@link #toFind}. */
  void find(Repair repair, String repairedBy) {
    toFind("hop of " + repair.kind(), repair, repairedBy);
    lab.setup.verify(Lab.ADA);
  }

  /** A verification finds this, and a person has everything repaired. */
  SetupStatus findAndRepair(Repair repair, String repairedBy) {
    find(repair, repairedBy);
    return repairAll();
  }

  /** A person has everything repaired that the last verification found. */
  SetupStatus repairAll() {
    lab.setup.repair(ALL);
    return awaitRepaired();
  }

  /** Waits until the repair is verified that a person asked for with {@link #ALL}. */
  SetupStatus awaitRepaired() {
    return awaitRepaired("repair by ada");
  }

  SetupStatus awaitRepaired(String trigger) {
    return lab.awaitStatus(
        status ->
            status.phase() == Phase.READY
                && status.lastReport().filter(r -> r.trigger().equals(trigger)).isPresent());
  }

  /** The calls since the setup was ready, without those that only look. */
  List<String> changes() {
    Predicate<String> changes =
        event ->
            event.startsWith("> ")
                && !event.matches("> (check|awaitHealthy|survey|pauseSchedule|resumeSchedule).*");
    return world.events().stream()
        .skip(before)
        .filter(changes)
        .map(event -> event.substring(2))
        .toList();
  }

  void assertRefused(RepairRequest request, String... reason) {
    assertThatThrownBy(() -> lab.setup.repair(request)).rootCause().hasMessageContainingAll(reason);
  }

  @Override
  public void close() {
    lab.close();
  }
}
