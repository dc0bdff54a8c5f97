package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The owner of an existing cluster adds a broker, or removes one, and the link follows. */
class ExistingClusterBrokersTest {
  private static final Plan THREE = plan(3);
  private static final Plan FOUR = plan(4);

  private final Lab lab = new Lab();
  private final World world = lab.world;
  private int before;

  private static Plan plan(int brokers) {
    return plan(brokers, Mode.COMBINED);
  }

  private static Plan plan(int brokers, Mode mode) {
    return Plans.ofExisting(brokers, mode, new RolloutPlan(Duration.ZERO, false));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void buildUntilReady(Plan plan) {
    world.kafka.addRunningBrokers(plan.brokers().size());
    lab.startApproved(plan);
    lab.awaitPhase(Phase.READY);
    before = world.events().size();
  }

  private void update(Plan wanted) {
    lab.setup.update(new UpdateRequest("ada", "a test", wanted));
    lab.awaitStatus(status -> status.phase() == Phase.READY && link().plan().equals(wanted));
  }

  private Link link() {
    return lab.setup.status().inventory().link().orElseThrow();
  }

  private List<String> changes() {
    return world.events().stream()
        .skip(before)
        .filter(event -> event.matches("> (ensure|remove|write|stop|start|attach|move|unreg).*"))
        .map(event -> event.substring(2))
        .toList();
  }

  @Test
  void onlyTheBrokerThatIsAddedGetsAListenerAndAMapping() {
    buildUntilReady(THREE);
    Link old = link();
    world.kafka.addRunningBroker(4);

    update(FOUR);

    assertThat(changes())
        .containsExactlyInAnyOrder(
            "attachDomains plc-1",
            "ensureServerGroup broker-4",
            "ensureBackends broker-4",
            "ensureBackends bootstrap",
            "ensureListener broker-4",
            "writeListener 10.0.0.4",
            "stop 10.0.0.4",
            "start 10.0.0.4",
            "ensureSchedule");
    assertThat(link().brokers()).hasSize(4).startsWith(old.brokers().toArray(RollingBroker[]::new));
    assertThat(world.kafka.advertised().get(4)).endsWith(":9096");
    lab.replay("");
  }

  @Test
  void aBrokerThatIsRemovedKeepsItsListenerAndOnlyItsMappingGoes() {
    buildUntilReady(FOUR);
    Link old = link();
    String listener = world.kafka.advertised().get(4);

    update(THREE);

    assertThat(changes())
        .containsExactly(
            "ensureBackends bootstrap",
            "removeListener " + old.listeners().get(4).listenerId(),
            "removeServerGroup broker-4",
            "removeProbe 10.0.0.4",
            "ensureSchedule");
    assertThat(world.kafka.advertised()).containsEntry(4, listener);
    assertThat(link().brokers()).isEqualTo(old.brokers().subList(0, 3));
    lab.replay("");
  }

  @Test
  void inZooKeeperModeTheListenerThatABrokerGotAtRunTimeIsDeleted() {
    world.kafka.zooKeeper = true;
    buildUntilReady(plan(4, Mode.ZOOKEEPER));

    update(plan(3, Mode.ZOOKEEPER));

    assertThat(world.calls("clearListeners")).hasSize(1);
  }

  @Test
  void destroyDuringAnAdditionLeavesNoFolderOnTheMachineThatWasJustAdded() {
    buildUntilReady(THREE);
    world.kafka.addRunningBroker(4);
    world.hold("ensureListener broker-4");
    lab.setup.update(new UpdateRequest("ada", "a test", FOUR));
    lab.awaitStarted("ensureListener broker-4");
    lab.awaitOnlyHeldCalls();

    lab.destroy();

    assertThat(world.calls("removeProbe")).contains("removeProbe 10.0.0.4", "removeProbe 10.0.0.1");
  }
}
