package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.SetupState.Stage;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildingTest {
  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void buildsAndVerifiesALinkOfAnyNumberOfBrokers(int brokers) {
    lab.startApproved(Plans.withBrokers(brokers));

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
    assertThat(status.waitingFor()).isEmpty();
    assertThat(status.inventory().link().orElseThrow().domains().uniqueName())
        .isEqualTo(Answers.UNIQUE_NAME);
    assertThat(world.calls("ensureInstance")).hasSize(brokers + 1).doesNotHaveDuplicates();
    assertThat(world.calls("ensureListener")).hasSize(brokers + 1).doesNotHaveDuplicates();
    assertThat(world.calls("ensureBackends")).hasSize(brokers + 1).doesNotHaveDuplicates();
    assertThat(world.calls("ensureVSwitch")).hasSize(4).doesNotHaveDuplicates();
    assertThat(world.calls("ensureSchedule")).hasSize(1);
    assertThat(world.kafka.advertised().get(1))
        .isEqualTo("b1." + Answers.UNIQUE_NAME + ".alicloud.plc.tidbcloud.com:9093");
    assertThat(lab.progress("").steps())
        .allSatisfy(s -> assertThat(s.state()).isIn(Step.State.DONE, Step.State.SKIPPED));
  }

  @Test
  void recordsEveryResourceInTheInventory() {
    lab.startApproved(Plans.withBrokers(3));

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(status.inventory().resources())
        .extracting(Resource::kind)
        .contains("VPC", "key pair", "load balancer", "endpoint service", "endpoint")
        .hasSize(1 + 4 + 1 + 2 + 4 + 1 + 4 + 4 + 1 + 1 + 1);
  }

  @Test
  void createsVSwitchesOneAfterAnother() {
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitPhase(Phase.READY);

    List<String> vSwitches =
        world.events().stream().filter(e -> e.contains("ensureVSwitch")).toList();

    for (int i = 0; i < vSwitches.size(); i += 2) {
      assertThat(vSwitches.get(i + 1)).isEqualTo("<" + vSwitches.get(i).substring(1));
    }
  }

  @Test
  void createsTheKeyPairInParallelWithTheVpc() {
    world.hold("ensureVpc demo-vpc");
    world.hold("ensureKeyPair demo-key");
    lab.start(Plans.withBrokers(3));

    world.awaitStarted("ensureVpc demo-vpc", "ensureKeyPair demo-key");
  }

  @Test
  void createsAnInstanceAsSoonAsItsVSwitchExists() {
    world.hold("ensureVSwitch bastion");
    lab.start(Plans.withBrokers(3));

    world.awaitStarted(
        "ensureInstance broker-node1",
        "ensureInstance broker-node2",
        "ensureInstance broker-node3",
        "ensureVSwitch bastion");
    assertThat(world.count("ensureInstance bastion-node")).isZero();
    assertThat(world.calls("ensureLoadBalancer")).isEmpty();
  }

  @Test
  void asksForApprovalWhileInstancesAreStillCreated() {
    world.hold("ensureInstance broker-node2");
    lab.start(Plans.withBrokers(3));

    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThat(world.calls("ensureBackends")).isEmpty();
    assertThat(world.calls("connect")).isEmpty();
  }

  @Test
  void asksForApprovalWhileListenersAreStillCreated() {
    world.hold("ensureListener broker-1");
    lab.start(Plans.withBrokers(3));

    lab.awaitPhase(Phase.AWAITING_APPROVAL);

    assertThat(world.count("ensureListener broker-2")).isZero();
  }

  @Test
  void deploysKafkaInParallelWithTheLoadBalancer() {
    // The call is parked and not held, because virtual time only advances while no activity runs.
    world.failOnce("ensureLoadBalancer demo-nlb", Failures.needsPerson("no", "Allow it."));
    lab.start(Plans.withBrokers(3));

    lab.awaitStep("kafka", "Test messages over INTERNAL", Step.State.DONE);

    world.awaitStarted("ensureLoadBalancer demo-nlb");
    assertThat(world.calls("ensureListener")).isEmpty();
  }

  @Test
  void startsAllBrokersTogetherForTheQuorum() {
    world.hold("startBroker broker-node1");
    lab.start(Plans.withBrokers(3));

    lab.awaitStarted(
        "startBroker broker-node1", "startBroker broker-node2", "startBroker broker-node3");
    assertThat(world.calls("awaitCluster")).isEmpty();
  }

  @Test
  void needsNoRolloutIfTheNameIsKnownBeforeTheFirstStart() {
    world.hold("installArchives broker-node2");
    lab.startApproved(Plans.withBrokers(3));
    lab.awaitStep("", "Managed domains", Step.State.DONE);
    world.release("installArchives broker-node2");

    lab.awaitPhase(Phase.READY);

    Step rollout = lab.awaitStep("", "Unique name on every broker", Step.State.SKIPPED);
    assertThat(rollout.waitingFor()).contains("the brokers have had it since their first start");
    assertThat(world.calls("startBroker")).hasSize(3);
    assertThat(world.calls("stop broker")).isEmpty();
    assertThat(world.kafka.advertised().get(3))
        .isEqualTo("b3." + Answers.UNIQUE_NAME + ".alicloud.plc.tidbcloud.com:9095");
  }

  @Test
  void createsNoScheduleIfTheSpecTurnsItOff() {
    lab.startApproved(Plans.withBrokers(1, 0));

    lab.awaitPhase(Phase.READY);

    assertThat(world.calls("ensureSchedule")).isEmpty();
    lab.awaitStep("", "Verification schedule", Step.State.SKIPPED);
  }

  @Test
  void setsPhaseRegionAndHealthAsSearchAttributes() {
    lab.startApproved(Plans.withBrokers(1));
    lab.awaitPhase(Phase.READY);

    var attributes = lab.child("").describe().getTypedSearchAttributes();

    assertThat(attributes.get(SearchAttributes.PHASE)).isEqualTo("READY");
    assertThat(attributes.get(SearchAttributes.REGION)).isEqualTo(Plans.REGION);
    assertThat(attributes.get(SearchAttributes.HEALTH)).isEqualTo("healthy");
  }

  @Test
  void keepsAFinishedLinkAfterContinueAsNew() {
    Plan plan = Plans.withBrokers(1);
    lab.startApproved(plan);
    SetupStatus finished = lab.awaitPhase(Phase.READY);
    lab.child("").terminate("the test goes on with what it would carry");

    SetupState state =
        new SetupState(
            Stage.READY,
            List.of(),
            Optional.empty(),
            finished.decision(),
            finished.inventory(),
            finished.lastReport(),
            finished.findings(),
            finished.history(),
            finished.lastRollout(),
            Optional.empty(),
            finished.standing(),
            RepairAttempts.NONE,
            null);
    lab.startWith(
        SetupInput.first(plan, SearchAttributes.NAMES).next(finished.setupId(), state, List.of()));
    SetupStatus carriedOn = lab.awaitPhase(Phase.READY);

    assertThat(carriedOn.setupId()).isEqualTo(finished.setupId());
    lab.setup.reject(new Decision(false, "grace", "too late", null));
    SetupStatus late = lab.awaitStatus(status -> status.ignored().isPresent());
    assertThat(late.ignored().orElseThrow().reason()).contains("already approved by ada");
    assertThat(late.decision()).isEqualTo(finished.decision());
    assertThat(lab.setup.verify(Lab.ADA).healthy()).isTrue();
    assertThat(world.calls("ensureVpc")).hasSize(1);
    lab.destroy();
    assertThat(world.calls("removeVpc")).hasSize(1);
  }
}
