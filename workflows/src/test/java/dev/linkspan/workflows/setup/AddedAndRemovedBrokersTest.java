package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers are added to a finished link of a new cluster, and removed from it. */
class AddedAndRemovedBrokersTest {
  private static final Plan THREE = Plans.withBrokers(3);
  private static final Plan FOUR = Plans.withBrokers(4);

  private final Lab lab = new Lab();
  private final World world = lab.world;
  private int before;

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady(Plan plan) {
    lab.startApproved(plan);
    lab.awaitPhase(Phase.READY);
    before = world.events().size();
  }

  private void request(Plan plan) {
    lab.setup.update(new UpdateRequest("ada", "a test", plan));
  }

  private void awaitUpdated(Plan plan) {
    lab.awaitStatus(status -> status.phase() == Phase.READY && link().plan().equals(plan));
  }

  private Link link() {
    return lab.setup.status().inventory().link().orElseThrow();
  }

  /** What changes something since the setup was ready. */
  private List<String> changes() {
    return world.events().stream()
        .skip(before)
        .filter(event -> !event.matches("> (start|stop) [0-9a-f]{8}"))
        .filter(
            event ->
                event.matches(
                    "> (ensure|remove|write|stop|start|prepare|install|attach|move|unregister).*"))
        .map(event -> event.substring(2))
        .toList();
  }

  private List<String> resources(String name) {
    return lab.setup.status().inventory().resources().stream()
        .filter(resource -> resource.name().contains(name))
        .map(Resource::kind)
        .toList();
  }

  @Test
  void aBrokerThatIsAddedGetsAMachineKafkaAndAMappingAndTheOthersStayAsTheyAre() {
    buildUntilReady(THREE);
    Link old = link();

    request(FOUR);

    awaitUpdated(FOUR);
    assertThat(changes())
        .containsExactlyInAnyOrder(
            "ensureInstance broker-node4",
            "attachDomains plc-1",
            "installArchives broker-node4",
            "prepareBroker broker-node4",
            "startBroker broker-node4",
            "stopServingArchives bastion-node",
            "ensureServerGroup broker-4",
            "ensureBackends broker-4",
            "ensureBackends bootstrap",
            "ensureListener broker-4",
            "ensureSchedule");
    assertThat(link().brokers()).hasSize(4).startsWith(old.brokers().toArray(RollingBroker[]::new));
    assertThat(link().network().instances()).hasSize(5).containsAll(old.network().instances());
    assertThat(link().listeners())
        .extracting(ListenerMembers::port, ListenerMembers::members)
        .containsExactly(
            tuple(9092, 4), tuple(9093, 1), tuple(9094, 1), tuple(9095, 1), tuple(9096, 1));
    assertThat(link().cluster().brokers()).hasSize(4);
    assertThat(link().cluster().voters()).containsExactly(1, 2, 3);
    assertThat(resources("4")).containsExactly("instance", "server group", "listener");
    lab.replay("");
    lab.replay("kafka");
  }

  @Test
  void aBrokerThatIsRemovedHoldsNothingBeforeAnythingOfItIsDeleted() {
    buildUntilReady(FOUR);
    Link old = link();

    request(THREE);

    awaitUpdated(THREE);
    assertThat(changes())
        .containsExactly(
            "ensureBackends bootstrap",
            "moveReplicas",
            "stop broker-node4",
            "moveReplicas",
            "unregister",
            "removeListener " + old.listeners().get(4).listenerId(),
            "removeServerGroup broker-4",
            "removeInstances",
            "ensureSchedule");
    assertThat(link().brokers()).isEqualTo(old.brokers().subList(0, 3));
    assertThat(link().network().instances()).isEqualTo(old.network().instances().subList(0, 4));
    assertThat(link().listeners().get(0).members()).isEqualTo(3);
    assertThat(link().listeners().subList(1, 4)).isEqualTo(old.listeners().subList(1, 4));
    assertThat(resources("4")).isEmpty();
    assertThat(lab.setup.status().lastRollout().orElseThrow().reason())
        .isEqualTo("removal of broker 4");
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void aBrokerCanBeAddedRemovedAndAddedAgain() {
    buildUntilReady(THREE);
    request(FOUR);
    awaitUpdated(FOUR);
    String first = world.answers.listenerOwner.orElseThrow().setupId();
    request(THREE);
    awaitUpdated(THREE);

    request(FOUR);

    awaitUpdated(FOUR);
    assertThat(world.answers.listenerOwner.orElseThrow().setupId())
        .as("what the client tokens of the second creation follow from")
        .isNotEqualTo(first);
    assertThat(link().brokers()).hasSize(4);
  }

  @Test
  void anAdditionThatIsParkedGoesOnAfterRetryAndNeverAddsTwice() {
    buildUntilReady(THREE);
    world.failOnce("prepareBroker broker-node4", Failures.needsPerson("no room", "Make room."));
    request(FOUR);
    lab.awaitPhase(Phase.PARKED);
    assertThat(link().plan()).isEqualTo(THREE);

    lab.setup.retry(Lab.ADA);

    awaitUpdated(FOUR);
    assertThat(world.count("ensureInstance broker-node4")).isEqualTo(1);
  }

  @Test
  void aBrokerThatHoldsSomethingAgainAfterItsStopIsStartedAfterRetry() {
    buildUntilReady(FOUR);
    world.failOnce("stop broker-node4", Failures.needsPerson("it does not stop", "Look at it."));
    request(THREE);
    lab.awaitPhase(Phase.PARKED);

    lab.setup.retry(Lab.ADA);

    awaitUpdated(THREE);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @Test
  void aBrokerThatIsDownIsRemovedWithoutItsMachine() {
    buildUntilReady(FOUR);
    world.kafka.takeDown(4);

    request(THREE);

    awaitUpdated(THREE);
    assertThat(changes())
        .contains("moveReplicas", "unregister", "removeInstances")
        .noneMatch(call -> call.startsWith("stop") || call.startsWith("start"));
  }

  @Test
  void whatIsMeantForARolloutDoesNotCountWhileBrokersLeaveOrNothingHappens() {
    buildUntilReady(FOUR);
    lab.setup.pause(Lab.ADA);
    awaitIgnored("there is no rollout for pause");
    world.hold("moveReplicas");
    request(THREE);
    lab.awaitStarted("moveReplicas");

    lab.setup.abort(Lab.ADA);

    awaitIgnored("abort is for rollouts, and brokers leave the cluster");
    world.release("moveReplicas");
    awaitUpdated(THREE);
  }

  private void awaitIgnored(String reason) {
    lab.awaitStatus(
        status -> status.ignored().filter(signal -> signal.reason().equals(reason)).isPresent());
  }

  @Test
  void aRemovalThatWasTerminatedGoesOnAfterRetry() {
    buildUntilReady(FOUR);
    world.hold("moveReplicas");
    request(THREE);
    lab.awaitStarted("moveReplicas");
    lab.child("rollout").signal(TerminationSignal.NAME);
    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow()).contains("was terminated");
    world.release("moveReplicas");

    lab.setup.retry(Lab.ADA);

    awaitUpdated(THREE);
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ensureInstance broker-node4",
        "startBroker broker-node4",
        "ensureListener broker-4"
      })
  void destroyEndsAnAdditionAndRemovesWhatWasJustAdded(String call) {
    buildUntilReady(THREE);
    world.hold(call);
    request(FOUR);
    lab.awaitStarted(call);
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.calls("removeServerGroup")).contains("removeServerGroup broker-4");
    assertThat(world.calls("awaitLists")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"moveReplicas", "unregister"})
  void destroyEndsARemovalAndRemovesWhatIsLeft(String call) {
    buildUntilReady(FOUR);
    world.hold(call);
    request(THREE);
    lab.awaitStarted(call);
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(lab.setup.status().phase()).isEqualTo(Phase.DESTROYED);
    assertThat(world.calls("removeServerGroup")).contains("removeServerGroup broker-4");
  }

  @Test
  void refusesToRemoveAVoter() {
    buildUntilReady(THREE);

    assertThatThrownBy(() -> request(Plans.withBrokers(2)))
        .rootCause()
        .hasMessageContainingAll("kafka.brokers", "Broker 3 is a voter", "Topics have 3 copies");
    assertThat(changes()).isEmpty();
    assertThat(world.kafka.advertised()).containsOnlyKeys(1, 2, 3);
    assertThat(Map.copyOf(link().cluster().brokers())).hasSize(3);
  }
}
