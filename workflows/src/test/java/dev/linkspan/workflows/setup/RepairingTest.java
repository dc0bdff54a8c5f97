package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.PlanChangeTest;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a verification found is put back, when a person says so or the policy allows it. */
class RepairingTest {
  private static final RepairRequest ALL = new RepairRequest("ada", "a test", null);

  private final Lab lab = new Lab();
  private final World world = lab.world;
  private int before;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady(RepairPolicy policy) {
    buildUntilReady(Plans.with(policy, Plans.withBrokers(3)));
  }

  private void buildUntilReady(Plan plan) {
    lab.startApproved(plan);
    lab.awaitPhase(Phase.READY);
    before = world.events().size();
  }

  private static Check drift(String hop, Repair repair) {
    return Check.failed(Optional.empty(), hop, "it is gone").asDrift().repairedBy(repair);
  }

  /** The setup finds this once more, until this method of an activity is called. */
  private void find(Repair repair, String repairedBy) {
    world.answers.finding(drift("hop of " + repair.kind(), repair), repairedBy);
    lab.setup.verify(Lab.ADA);
  }

  /** The calls since the setup was ready, without those that only look. */
  private List<String> changes() {
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

  private SetupStatus awaitRepaired(String trigger) {
    return lab.awaitStatus(
        status ->
            status.phase() == Phase.READY
                && status.lastReport().filter(r -> r.trigger().equals(trigger)).isPresent());
  }

  private void assertRefused(RepairRequest request, String... reason) {
    assertThatThrownBy(() -> lab.setup.repair(request)).rootCause().hasMessageContainingAll(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "SECURITY_GROUP, broker-sg, ensureSecurityGroup, ensureSecurityGroup broker-sg",
    "INSTANCE, broker-node2, ensureInstance, ensureInstance broker-node2; start broker-node2",
    "INSTANCE, bastion-node, ensureInstance, ensureInstance bastion-node",
    "SERVER_GROUP, broker-1, ensureServerGroup, ensureServerGroup broker-1; ensureBackends broker-1; ensureListener broker-1",
    "BACKENDS, bootstrap, ensureBackends, ensureBackends bootstrap",
    "LOAD_BALANCER, '', ensureLoadBalancer, ensureLoadBalancer demo-nlb",
    "LISTENER, broker-3, ensureListener, ensureListener broker-3",
    "ENDPOINT_SERVICE, '', ensureEndpointService, ensureEndpointService",
    "WHITELIST, '', ensureWhitelisted, ensureWhitelisted epsrv-1",
    "ENDPOINT_CONNECTION, '', enable, enable plc-1",
    "DOMAINS, '', attachDomains, attachDomains plc-1",
    "CHANGEFEED, '', ensureChangefeed, ensureChangefeed",
    "UNIT, 2, enableUnit, enableUnit broker-node2",
    "SCHEDULE, '', ensureSchedule, ensureSchedule",
  })
  void runsTheActivityThatEnsuresOnce(Kind kind, String resource, String method, String calls) {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.changes(kind, resource), method);

    lab.setup.repair(ALL);

    SetupStatus status = awaitRepaired("repair by ada");
    assertThat(changes()).containsExactly(calls.split("; "));
    assertThat(status.findings()).isEmpty();
    assertThat(status.waitingFor()).isEmpty();
    lab.replay("");
  }

  @ParameterizedTest
  @CsvSource({
    "SECURITY_GROUP, no-such-group",
    "INSTANCE, no-such-machine",
    "LISTENER, no-such-group",
    "UNIT, 7",
    "UNIT, no number",
  })
  void leavesAloneWhatIsNotInThePlan(Kind kind, String resource) {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.adds(kind, resource), "nothing");

    lab.setup.repair(ALL);

    assertThat(awaitRepaired("repair by ada").findings()).hasSize(1);
    assertThat(changes()).isEmpty();
  }

  @Test
  void repairsInTheOrderOfTheDataPathAndTheChangefeedLast() {
    buildUntilReady(RepairPolicy.ASK);
    world.kafka.takeDown(3);
    world.answers.finding(drift("feed", Repair.adds(Kind.CHANGEFEED, "")), "ensureChangefeed");
    world.answers.finding(drift("b", Repair.changes(Kind.BROKERS, "3")), "start");
    world.answers.finding(drift("lsn", Repair.adds(Kind.LISTENER, "bootstrap")), "ensureListener");
    find(Repair.adds(Kind.SECURITY_GROUP, "broker-sg"), "ensureSecurityGroup");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(changes())
        .containsSubsequence(
            "ensureSecurityGroup broker-sg",
            "ensureListener bootstrap",
            "start broker-node3",
            "ensureChangefeed");
    lab.replay("");
    lab.replay("repair");
  }

  @Test
  void noScheduledVerificationRunsDuringARepair() {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    lab.awaitStarted("resumeSchedule");
    assertThat(world.events())
        .containsSubsequence(
            "< pauseSchedule repair",
            "> ensureWhitelisted epsrv-1",
            "> checkClouds",
            "> resumeSchedule");
  }

  @Test
  void repairsOnlyTheChecksThatThePersonNames() {
    buildUntilReady(RepairPolicy.ASK);
    world.answers.finding(drift("listener", Repair.adds(Kind.LISTENER, "bootstrap")), "none");
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    lab.setup.repair(new RepairRequest("ada", null, List.of("hop of WHITELIST")));

    SetupStatus status = awaitRepaired("repair by ada");
    assertThat(changes()).containsExactly("ensureWhitelisted epsrv-1");
    assertThat(status.findings()).singleElement().matches(f -> f.check().hop().equals("listener"));
  }

  @Test
  void restartsOnlyTheBrokerThatAdvertisesSomethingElse() {
    buildUntilReady(RepairPolicy.ASK);
    Map<Integer, String> planned = world.kafka.advertised();
    world.kafka.editAndRestart(2, "elsewhere.example:1");
    find(Repair.changes(Kind.BROKERS, "2"), "stop");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.kafka.advertised()).isEqualTo(planned);
    assertThat(changes()).contains("stop broker-node2", "start broker-node2");
    assertThat(changes()).doesNotContain("stop broker-node1", "stop broker-node3");
  }

  @Test
  void startsABrokerThatIsDownWithThePlannedFile() {
    buildUntilReady(RepairPolicy.ASK);
    Map<Integer, String> planned = world.kafka.advertised();
    world.kafka.editFile(3, "elsewhere.example:1");
    world.kafka.takeDown(3);
    find(Repair.changes(Kind.BROKERS, "3"), "start");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.kafka.advertised()).isEqualTo(planned);
    assertThat(changes())
        .contains("writeListener broker-node3")
        .noneMatch(c -> c.startsWith("stop"));
  }

  @Test
  void restartsOnlyTheBrokerWhoseSettingsWereEdited() {
    buildUntilReady(
        PlanChangeTest.withSettings(
            Plans.with(RepairPolicy.ASK, Plans.withBrokers(3)),
            Map.of("log.retention.hours", "72")));
    find(Repair.changes(Kind.SETTINGS, "2"), "writeSettings");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.kafka.settings()).isEqualTo(Map.of(2, "{log.retention.hours=72}"));
    assertThat(changes())
        .containsSubsequence(
            "writeSettings broker-node2", "stop broker-node2", "start broker-node2")
        .doesNotContain("stop broker-node1", "stop broker-node3");
    lab.replay("");
  }

  @Test
  void restartsOnlyTheBrokerWhoseUnitWasEdited() {
    buildUntilReady(RepairPolicy.ASK);
    Map<Integer, String> planned = world.kafka.units();
    world.kafka.editUnit(2, "by hand");
    find(Repair.changes(Kind.UNIT_FILE, "2"), "writeUnit");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.kafka.units()).isEqualTo(planned);
    assertThat(changes())
        .containsSubsequence("writeUnit broker-node2", "stop broker-node2", "start broker-node2")
        .doesNotContain("stop broker-node1", "stop broker-node3")
        .noneMatch(call -> call.matches("writeUnit broker-node[13]|writeSettings.*"));
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void unitAndSettingsOfABrokerAreRepairedByOneRestart() {
    buildUntilReady(
        PlanChangeTest.withSettings(
            Plans.with(RepairPolicy.ASK, Plans.withBrokers(3)), Map.of("num.io.threads", "9")));
    world.kafka.editUnit(2, "by hand");
    world.answers.finding(drift("unit file", Repair.changes(Kind.UNIT_FILE, "2")), "writeUnit");
    find(Repair.changes(Kind.SETTINGS, "2"), "writeSettings");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(changes().stream().filter(call -> call.matches("(write|stop) ?.*broker-node.")))
        .containsOnlyOnce(
            "writeSettings broker-node2", "writeUnit broker-node2", "stop broker-node2");
  }

  @Test
  void aBrokerThatDoesNotStartWithTheUnitOfThePlanHasBackTheOneThatOnlyItsMachineHad() {
    buildUntilReady(RepairPolicy.ASK);
    String planned = world.kafka.units().get(2);
    world.kafka.editUnit(2, "by hand");
    find(Repair.changes(Kind.UNIT_FILE, "2"), "nothing");
    world.failOnce("stop broker-node2", Failures.needsPerson("cannot be asked", "Let it."));
    world.failOnce("start broker-node2", Failures.needsPerson("out of memory", "Look."));
    lab.setup.repair(ALL);
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("cannot be asked"));
    assertThat(world.kafka.units()).containsEntry(2, planned);

    lab.setup.retry(Lab.ADA);

    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("has back what it had: out of memory"));
    assertThat(world.kafka.units()).containsEntry(2, "by hand");
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
    lab.setup.abort(Lab.ADA);
    awaitRepaired("repair by ada");
    assertThat(world.kafka.units()).containsEntry(2, "by hand");
  }

  @Test
  void aBrokerThatItsEditedUnitKeepsDownStartsWithTheUnitOfThePlan() {
    buildUntilReady(RepairPolicy.ASK);
    world.kafka.editUnit(3, "-Xmx900g");
    world.kafka.takeDown(3);
    world.answers.finding(drift("b", Repair.adds(Kind.BROKERS, "3")), "start");
    find(Repair.changes(Kind.UNIT_FILE, "3"), "writeUnit");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(changes()).containsSubsequence("writeUnit broker-node3", "start broker-node3");
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
    lab.replay("rollout");
  }

  @Test
  void putsAnEditedFileBackWithoutARestart() {
    buildUntilReady(RepairPolicy.ASK);
    Map<Integer, String> planned = world.kafka.files();
    world.kafka.editFile(2, "elsewhere.example:1");
    find(Repair.changes(Kind.BROKERS, "2"), "writeListener");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.kafka.files()).isEqualTo(planned);
    assertThat(changes()).noneMatch(call -> call.startsWith("stop"));
  }

  @Test
  void aListenerThatWasCreatedAgainIsInTheLinkAndInTheSchedule() {
    buildUntilReady(RepairPolicy.ASK);
    world.answers.listenerId = Optional.of("lsn-new");
    find(Repair.adds(Kind.LISTENER, "broker-2"), "ensureListener");

    lab.setup.repair(ALL);

    Inventory inventory = awaitRepaired("repair by ada").inventory();
    assertThat(inventory.link().orElseThrow().listeners())
        .filteredOn(listener -> listener.listenerId().equals("lsn-new"))
        .singleElement()
        .matches(listener -> listener.nodeId().equals(Optional.of(2)));
    assertThat(inventory.resources()).contains(new Resource("listener", "broker-2", "lsn-new"));
    assertThat(changes()).containsExactly("ensureListener broker-2", "ensureSchedule");
  }

  @Test
  void whatIsCreatedAgainHasAnotherClientTokenThanWhatIsGone() {
    buildUntilReady(RepairPolicy.ASK);
    String first = world.answers.listenerOwner.orElseThrow().setupId();
    find(Repair.adds(Kind.LISTENER, "bootstrap"), "ensureListener");

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
    assertThat(world.answers.listenerOwner.orElseThrow().setupId()).isNotEqualTo(first);
    assertThat(world.answers.listenerOwner.orElseThrow().setup()).isEqualTo("demo");
  }

  @Test
  void anEndpointServiceThatIsAnotherOneParks() {
    buildUntilReady(RepairPolicy.ASK);
    world.answers.endpointServiceId = "epsrv-2";
    find(Repair.changes(Kind.ENDPOINT_SERVICE, ""), "nothing");

    lab.setup.repair(ALL);

    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow())
        .contains("epsrv-1 is gone", "TiDB Cloud's endpoint leads to the first one");
  }

  @Test
  void aStepThatNeedsAPersonParksAndGoesOnAfterRetry() {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");
    world.failOnce("ensureWhitelisted epsrv-1", Failures.needsPerson("not allowed", "Allow it."));
    lab.setup.repair(ALL);
    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow()).contains("not allowed");

    lab.setup.retry(Lab.ADA);

    awaitRepaired("repair by ada");
    assertThat(changes()).hasSize(2);
  }

  @Test
  void destroyEndsARepairAndWaitsForTheListsOfWhatItCreated() {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.adds(Kind.LISTENER, "bootstrap"), "ensureListener");
    world.hold("ensureListener bootstrap");
    lab.setup.repair(ALL);
    lab.awaitPhase(Phase.REPAIRING);
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.answers.listWaits()).hasSize(1);
    lab.awaitStep("repair", "Listener of bootstrap", Step.State.CANCELLED);
  }

  @Test
  void refusesWhatItCannotCarryOutAndSaysWhy() {
    buildUntilReady(RepairPolicy.ASK);
    assertRefused(null, "\"by\" is missing");
    assertRefused(new RepairRequest(" ", null, null), "\"by\" is missing");
    assertRefused(ALL, "nothing to repair");

    world.answers.lastingFinding(Check.failed(Optional.of(2), "clock", "2 minutes off").asDrift());
    lab.setup.verify(Lab.ADA);
    assertRefused(ALL, "only a person can fix", "it can repair: nothing");

    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");
    assertRefused(
        new RepairRequest("ada", null, List.of("whitelists")),
        "found nothing at whitelists",
        "hop of WHITELIST");
    assertRefused(new RepairRequest("ada", null, List.of("clock")), "only a person can fix");

    world.hold("ensureWhitelisted epsrv-1");
    lab.setup.repair(ALL);
    lab.awaitPhase(Phase.REPAIRING);
    assertRefused(ALL, "phase REPAIRING");
    assertThatThrownBy(() -> lab.setup.restart(new Restart("ada", "new JVM", null)))
        .rootCause()
        .hasMessageContaining("phase REPAIRING");
    assertThatThrownBy(() -> lab.setup.verify(Lab.ADA))
        .rootCause()
        .hasMessageContaining("phase REPAIRING");
    world.release("ensureWhitelisted epsrv-1");
    awaitRepaired("repair by ada");
  }

  @Test
  void refusesBeforeThereIsALink() {
    lab.start(Plans.withBrokers(1));
    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertRefused(ALL, "only while it is finished", "AWAITING_APPROVAL");
  }

  @Test
  void theSignalDoesTheSameAndSaysInTheStatusWhyItIsIgnored() {
    buildUntilReady(RepairPolicy.ASK);
    lab.child("").signal("repairFindings", List.of(1));
    lab.awaitStatus(s -> s.ignored().toString().contains("not a JSON object"));
    lab.child("").signal("repairFindings", Map.of("by", "ada", "only", Map.of("a", 1)));
    lab.awaitStatus(s -> s.ignored().toString().contains("not a list of at most 100 texts"));
    lab.child("").signal("repairFindings", Map.of("by", "ada"));
    lab.awaitStatus(s -> s.ignored().toString().contains("nothing to repair"));
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    lab.child("").signal("repairFindings", Map.of("by", "bob", "only", "hop of WHITELIST"));

    awaitRepaired("repair by bob");
    assertThat(changes()).containsExactly("ensureWhitelisted epsrv-1");
  }

  @Test
  void theDefaultAsksAPersonAndChangesNothing() {
    buildUntilReady(RepairPolicy.ASK);
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    SetupStatus status = lab.setup.status();

    assertThat(status.phase()).isEqualTo(Phase.READY);
    assertThat(status.waitingFor().orElseThrow())
        .contains("hop of WHITELIST", "`repair`", "`repairFindings`");
    assertThat(changes()).isEmpty();
  }

  @Test
  void aBrokenLinkNamesTheHopAndOffersTheRepair() {
    buildUntilReady(RepairPolicy.ASK);
    world.answers.lastingFinding(
        Check.failed(Optional.empty(), "listener 9092", "gone")
            .repairedBy(Repair.adds(Kind.LISTENER, "bootstrap")));
    lab.setup.verify(Lab.ADA);

    assertThat(lab.awaitPhase(Phase.BROKEN).waitingFor().orElseThrow())
        .contains("Broken: listener 9092: gone", "Linkspan can repair it");
  }

  @Test
  void switchedOffItOffersNothingAndStillRepairsOnCommand() {
    buildUntilReady(RepairPolicy.OFF);
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");
    assertThat(lab.setup.status().waitingFor()).isEmpty();

    lab.setup.repair(ALL);

    awaitRepaired("repair by ada");
  }

  @Test
  void theSafePolicyRepairsWhatOnlyAddsAndAsksAboutTheRest() {
    buildUntilReady(RepairPolicy.SAFE);
    world.answers.lastingFinding(drift("auto-accept", Repair.changes(Kind.ENDPOINT_SERVICE, "")));
    find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    SetupStatus status = awaitRepaired("safe repair");

    assertThat(changes()).containsExactly("ensureWhitelisted epsrv-1");
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
    buildUntilReady(RepairPolicy.SAFE);
    find(Repair.adds(Kind.WHITELIST, ""), "nothing");

    lab.awaitStatus(status -> status.waitingFor().orElse("").contains("hop of WHITELIST"));

    assertThat(changes()).hasSize(3).containsOnly("ensureWhitelisted epsrv-1");
    Report report = lab.setup.verify(Lab.ADA);
    assertThat(report.findings()).hasSize(1);
    assertThat(changes()).hasSize(3);

    lab.setup.repair(ALL);
    awaitRepaired("repair by ada");
    assertThat(changes()).hasSize(4);
  }
}
