package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a repair does about each kind of finding, and what happens beside it. */
class RepairingTest {
  private final RepairLab repairs = new RepairLab();
  private final Lab lab = repairs.lab;
  private final World world = repairs.world;

  @BeforeEach
  void build() {
    repairs.buildUntilReady(RepairPolicy.ASK);
  }

  @AfterEach
  void close() {
    repairs.close();
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
    SetupStatus status = repairs.findAndRepair(Repair.changes(kind, resource), method);

    assertThat(repairs.changes()).containsExactly(calls.split("; "));
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
    SetupStatus status = repairs.findAndRepair(Repair.adds(kind, resource), "nothing");

    assertThat(status.findings()).hasSize(1);
    assertThat(repairs.changes()).isEmpty();
  }

  @Test
  void repairsInTheOrderOfTheDataPathAndTheChangefeedLast() {
    world.kafka.takeDown(3);
    repairs.toFind("feed", Repair.adds(Kind.CHANGEFEED, ""), "ensureChangefeed");
    repairs.toFind("b", Repair.changes(Kind.BROKERS, "3"), "start");
    repairs.toFind("lsn", Repair.adds(Kind.LISTENER, "bootstrap"), "ensureListener");

    repairs.findAndRepair(Repair.adds(Kind.SECURITY_GROUP, "broker-sg"), "ensureSecurityGroup");

    assertThat(repairs.changes())
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
    repairs.findAndRepair(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");

    lab.awaitStarted("resumeSchedule");
    assertThat(world.events())
        .containsSubsequence(
            "< pauseSchedule repair",
            "> ensureWhitelisted epsrv-1",
            "> checkClouds",
            "> resumeSchedule");
  }

  @Test
  void aListenerThatWasCreatedAgainIsInTheLinkAndInTheSchedule() {
    world.answers.listenerId = Optional.of("lsn-new");

    Inventory inventory =
        repairs.findAndRepair(Repair.adds(Kind.LISTENER, "broker-2"), "ensureListener").inventory();

    assertThat(inventory.link().orElseThrow().listeners())
        .filteredOn(listener -> listener.listenerId().equals("lsn-new"))
        .singleElement()
        .matches(listener -> listener.nodeId().equals(Optional.of(2)));
    assertThat(inventory.resources()).contains(new Resource("listener", "broker-2", "lsn-new"));
    assertThat(repairs.changes()).containsExactly("ensureListener broker-2", "ensureSchedule");
  }

  @Test
  void aBastionWithAnotherAddressIsReachedThereFromThenOn() {
    world.answers.publicAddress = "192.0.2.9";

    Link link =
        repairs
            .findAndRepair(Repair.adds(Kind.INSTANCE, "bastion-node"), "ensureInstance")
            .inventory()
            .link()
            .orElseThrow();

    assertThat(link.cluster().bastion().address().address()).isEqualTo("192.0.2.9");
    assertThat(link.brokers())
        .extracting(broker -> broker.node().address().jump().orElseThrow().address())
        .containsOnly("192.0.2.9");
    assertThat(link.network().instances())
        .filteredOn(instance -> instance.publicAddress().isPresent())
        .extracting(Instance::reachedAt)
        .containsExactly("192.0.2.9");
    assertThat(repairs.changes()).containsExactly("ensureInstance bastion-node", "ensureSchedule");
    lab.replay("repair");
  }

  @Test
  void whatIsCreatedAgainHasAnotherClientTokenThanWhatIsGone() {
    String first = world.answers.listenerOwner.orElseThrow().setupId();

    repairs.findAndRepair(Repair.adds(Kind.LISTENER, "bootstrap"), "ensureListener");

    assertThat(world.answers.listenerOwner.orElseThrow().setupId()).isNotEqualTo(first);
    assertThat(world.answers.listenerOwner.orElseThrow().setup()).isEqualTo("demo");
  }

  @Test
  void anEndpointServiceThatIsAnotherOneParks() {
    world.answers.endpointServiceId = "epsrv-2";
    repairs.find(Repair.changes(Kind.ENDPOINT_SERVICE, ""), "nothing");

    lab.setup.repair(RepairLab.ALL);

    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow())
        .contains("epsrv-1 is gone", "TiDB Cloud's endpoint leads to the first one");
  }

  @Test
  void aStepThatNeedsAPersonParksAndGoesOnAfterRetry() {
    repairs.find(Repair.adds(Kind.WHITELIST, ""), "ensureWhitelisted");
    world.failOnce("ensureWhitelisted epsrv-1", Failures.needsPerson("not allowed", "Allow it."));
    lab.setup.repair(RepairLab.ALL);
    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow()).contains("not allowed");

    lab.setup.retry(Lab.ADA);

    repairs.awaitRepaired();
    assertThat(repairs.changes()).hasSize(2);
  }

  @Test
  void destroyEndsARepairAndWaitsForTheListsOfWhatItCreated() {
    repairs.find(Repair.adds(Kind.LISTENER, "bootstrap"), "ensureListener");
    world.hold("ensureListener bootstrap");
    lab.setup.repair(RepairLab.ALL);
    lab.awaitPhase(Phase.REPAIRING);
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.answers.listWaits()).hasSize(1);
    lab.awaitStep("repair", "Listener of bootstrap", Step.State.CANCELLED);
  }
}
