package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which findings are repaired, and when: a person says so, or the policy allows it. */
class RepairPolicyTest {
  private static final Repair WHITELIST = Repair.adds(Kind.WHITELIST, "");

  private final RepairLab repairs = new RepairLab();
  private final Lab lab = repairs.lab;
  private final World world = repairs.world;

  @AfterEach
  void close() {
    repairs.close();
  }

  private void findWhitelist() {
    repairs.find(WHITELIST, "ensureWhitelisted");
  }

  @Test
  void theDefaultAsksAPersonAndChangesNothing() {
    repairs.buildUntilReady(RepairPolicy.ASK);
    findWhitelist();

    SetupStatus status = lab.setup.status();

    assertThat(status.phase()).isEqualTo(Phase.READY);
    assertThat(status.waitingFor().orElseThrow())
        .contains("hop of WHITELIST", "`repair`", "`repairFindings`");
    assertThat(repairs.changes()).isEmpty();
  }

  @Test
  void aBrokenLinkNamesTheHopAndOffersTheRepair() {
    repairs.buildUntilReady(RepairPolicy.ASK);
    world.answers.lastingFinding(
        Check.failed(Optional.empty(), "listener 9092", "gone")
            .repairedBy(Repair.adds(Kind.LISTENER, "bootstrap")));
    lab.setup.verify(Lab.ADA);

    assertThat(lab.awaitPhase(Phase.BROKEN).waitingFor().orElseThrow())
        .contains("Broken: listener 9092: gone", "Linkspan can repair it");
  }

  @Test
  void switchedOffItOffersNothingAndStillRepairsOnCommand() {
    repairs.buildUntilReady(RepairPolicy.OFF);
    findWhitelist();
    assertThat(lab.setup.status().waitingFor()).isEmpty();

    repairs.repairAll();
  }

  @Test
  void theSafePolicyRepairsWhatOnlyAddsAndAsksAboutTheRest() {
    repairs.buildUntilReady(RepairPolicy.SAFE);
    world.answers.lastingFinding(
        RepairLab.drift("auto-accept", Repair.changes(Kind.ENDPOINT_SERVICE, "")));
    findWhitelist();

    SetupStatus status = repairs.awaitRepaired("safe repair");

    assertThat(repairs.changes()).containsExactly("ensureWhitelisted epsrv-1");
    assertThat(status.findings())
        .extracting(Finding::check)
        .extracting(Check::hop)
        .containsExactly("auto-accept");
    assertThat(status.waitingFor().orElseThrow())
        .contains("auto-accept")
        .doesNotContain("WHITELIST");
    lab.replay("");
  }

  @Test
  void theSafePolicyRepairsTheSameFindingThreeTimesAndThenAsks() {
    repairs.buildUntilReady(RepairPolicy.SAFE);
    repairs.find(WHITELIST, "nothing");

    lab.awaitStatus(status -> status.waitingFor().orElse("").contains("hop of WHITELIST"));

    assertThat(repairs.changes()).hasSize(3).containsOnly("ensureWhitelisted epsrv-1");
    Report report = lab.setup.verify(Lab.ADA);
    assertThat(report.findings()).hasSize(1);
    assertThat(repairs.changes()).hasSize(3);

    repairs.repairAll();
    assertThat(repairs.changes()).hasSize(4);
  }

  @Test
  void repairsOnlyTheChecksThatThePersonNames() {
    repairs.buildUntilReady(RepairPolicy.ASK);
    repairs.toFind("listener", Repair.adds(Kind.LISTENER, "bootstrap"), "none");
    findWhitelist();

    lab.setup.repair(new RepairRequest("ada", null, List.of("hop of WHITELIST")));

    SetupStatus status = repairs.awaitRepaired();
    assertThat(repairs.changes()).containsExactly("ensureWhitelisted epsrv-1");
    assertThat(status.findings()).singleElement().matches(f -> f.check().hop().equals("listener"));
  }

  @Test
  void refusesWhatItCannotCarryOutAndSaysWhy() {
    repairs.buildUntilReady(RepairPolicy.ASK);
    repairs.assertRefused(null, "\"by\" is missing");
    repairs.assertRefused(new RepairRequest(" ", null, null), "\"by\" is missing");
    repairs.assertRefused(RepairLab.ALL, "nothing to repair");

    world.answers.lastingFinding(Check.failed(Optional.of(2), "clock", "2 minutes off").asDrift());
    lab.setup.verify(Lab.ADA);
    repairs.assertRefused(RepairLab.ALL, "only a person can fix", "it can repair: nothing");

    findWhitelist();
    repairs.assertRefused(
        new RepairRequest("ada", null, List.of("whitelists")),
        "found nothing at whitelists",
        "hop of WHITELIST");
    repairs.assertRefused(
        new RepairRequest("ada", null, List.of("clock")), "only a person can fix");

    world.hold("ensureWhitelisted epsrv-1");
    lab.setup.repair(RepairLab.ALL);
    lab.awaitPhase(Phase.REPAIRING);
    repairs.assertRefused(RepairLab.ALL, "phase REPAIRING");
    assertThatThrownBy(() -> lab.setup.restart(new Restart("ada", "new JVM", null)))
        .rootCause()
        .hasMessageContaining("phase REPAIRING");
    assertThatThrownBy(() -> lab.setup.verify(Lab.ADA))
        .rootCause()
        .hasMessageContaining("phase REPAIRING");
    world.release("ensureWhitelisted epsrv-1");
    repairs.awaitRepaired();
  }

  @Test
  void refusesBeforeThereIsALink() {
    lab.start(Plans.withBrokers(1));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    repairs.assertRefused(RepairLab.ALL, "only while it is finished", "AWAITING_APPROVAL");
  }

  @Test
  void theSignalDoesTheSameAndSaysInTheStatusWhyItIsIgnored() {
    repairs.buildUntilReady(RepairPolicy.ASK);
    signal(List.of(1), "not a JSON object");
    signal(Map.of("by", "ada", "only", Map.of("a", 1)), "not a list of at most 100 texts");
    signal(Map.of("by", "ada"), "nothing to repair");
    findWhitelist();

    lab.child("").signal("repairFindings", Map.of("by", "bob", "only", "hop of WHITELIST"));

    repairs.awaitRepaired("repair by bob");
    assertThat(repairs.changes()).containsExactly("ensureWhitelisted epsrv-1");
  }

  private void signal(Object request, String ignoredBecause) {
    lab.child("").signal("repairFindings", request);
    lab.awaitStatus(status -> status.ignored().toString().contains(ignoredBecause));
  }
}
