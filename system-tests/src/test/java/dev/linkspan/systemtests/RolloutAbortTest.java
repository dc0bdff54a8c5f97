package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.systemtests.CommandLine.Running;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.SearchAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rollouts of one cluster of real brokers that a person aborts, at every step. At the end no broker
 * is down, or phase, health, and exit code say which one is.
 */
@Tag("long")
class RolloutAbortTest {
  private static final String NAME = "aborted";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final int NETWORK = 54;
  private static final String EXTERNAL = "39092/39092";
  private static final String VPC = "127." + NETWORK + ".0.0/16";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Command ADA = new Command("ada", "enough");

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static WatchedRollout rollout;
  private static TemporalTools tools;
  private Map<Integer, Integer> pids;
  private int hungPid;

  @BeforeAll
  static void linkAnExistingCluster() throws IOException {
    stack = LocalStack.start(NETWORK, "0.2");
    String ports = "1/39091," + EXTERNAL + ",39093/65535";
    cluster = AdoptedCluster.build(stack, NAME, "combined", NETWORK, AdoptedCluster.ORDERS, ports);
    rollout = new WatchedRollout(stack, cluster, NAME, IDS);
    tools = new TemporalTools(stack.client());
    Path spec = cluster.spec(NAME, "10001");
    String text = Files.readString(spec).replace("pause: 0s", "pause: 0s, patience: 15s");
    Files.writeString(spec, text);
    rollout.run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    rollout.run("approve", NAME, "--yes", "--early").expecting(0);
    rollout.awaitReady();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @AfterEach
  void letItRun() {
    if (hungPid > 0) {
      ProcessSignal.CONTINUE.sendTo(hungPid);
    }
  }

  /** Each step of the first broker, and one of the last broker, the active controller. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "Cluster_Survey, 1",
    "Broker_Survey, 1",
    "Audit_Start, 1",
    "Cluster_Inspect, 1",
    "Cluster_AwaitGate, 1",
    "Broker_Stop, 1",
    "Broker_Start, 1",
    "Cluster_AwaitInSync, 1",
    "Cluster_ElectPreferredLeaders, 1",
    "Exposure_AwaitHealthyBackends, 1",
    "Broker_Stop, 3"
  })
  void anAbortWhileAStepRunsFinishesAtMostTheBrokerInProgress(String activity, int nth) {
    begin();
    rollout.awaitScheduled(activity, nth);
    abort();

    awaitAllUpAndReady();
    assertThat(tools.scheduledAfterSignal(cluster.rollout(), "abort", "Broker_Stop"))
        .as("brokers that were stopped after the abort")
        .isLessThanOrEqualTo(1);
  }

  @Test
  void anAbortDuringAPauseLeavesTheOtherBrokersUntouched() {
    begin();
    rollout.awaitScheduled("Broker_Stop", 1);
    stack.setup(NAME).pause(ADA);
    awaitPhase(Phase.PARKED);
    abort();

    assertThat(awaitAllUpAndReady()).hasSize(1);
  }

  @Test
  void anAbortWhileBackendsAreUnhealthyLeavesNoBrokerDown() {
    SecurityGroupRules rules =
        new SecurityGroupRules(stack, cluster.description().path("securityGroupId").asText());
    rules.revoke(EXTERNAL, VPC);
    begin();
    rollout.awaitParked("behind the load balancer", "are healthy");
    rules.allow(EXTERNAL, VPC);
    abort();

    awaitAllUpAndReady();
  }

  @Test
  void anAbortStartsABrokerAgainWhoseStartFailed() {
    int stopped;
    try (TakenPort port = stopAndTakePort()) {
      stopped = port.nodeId();
      rollout.awaitParked(WatchedRollout.restartStep(stopped), "Address already in use");
    }
    abort();

    awaitAllUpAndReady();
    assertThat(rollout.pid(stopped)).isNotEqualTo(pids.get(stopped));
  }

  @Test
  void aBrokerWhoseStartFailsAgainIsNamed() {
    int stopped;
    try (TakenPort port = stopAndTakePort()) {
      stopped = port.nodeId();
      rollout.awaitParked(WatchedRollout.restartStep(stopped), "Address already in use");
      abort();

      assertNamedAsDown(stopped);
    }
    startAndVerify(stopped);
  }

  @Test
  void aStartThatFailsAfterTheAbortIsNamedWithoutAQuestion() {
    Running restart =
        rollout.begin(
            () -> stack.commandLine().start("restart", NAME, "--yes", "--reason", "new JVM"));
    rollout.awaitScheduled("Broker_Stop", 1);
    abort();
    int stopped;
    try (TakenPort port = takePortOfTheStoppedBroker()) {
      stopped = port.nodeId();

      assertNamedAsDown(stopped);
    }
    assertThat(restart.finish(PATIENCE).exit()).as("exit code of restart").isEqualTo(5);
    startAndVerify(stopped);
  }

  @Test
  void anAbortStartsABrokerThatHungWhileStopping() {
    int hung = hangWhileStopping();
    ProcessSignal.CONTINUE.sendTo(hungPid);
    rollout.awaitExit(hung, hungPid);
    hungPid = 0;
    abort();

    awaitAllUpAndReady();
  }

  @Test
  void aBrokerThatStillHangsIsNamed() {
    int hung = hangWhileStopping();
    abort();

    assertNamedAsDown(hung);
    ProcessSignal.CONTINUE.sendTo(hungPid);
    rollout.awaitExit(hung, hungPid);
    hungPid = 0;
    startAndVerify(hung);
  }

  @Test
  void aBrokerThatWentDownMeanwhileIsNamed() {
    begin();
    rollout.awaitScheduled("Broker_Start", 1);
    int last = lastBroker();
    stack.sandbox().node(NAME, last, "kill");
    rollout.awaitParked("not because of this rollout: broker " + last);
    abort();

    assertNamedAsDown(last);
    startAndVerify(last);
  }

  @Test
  void aBrokerThatWasDownBeforeTheFirstStopIsNamed() {
    int down = 3;
    int pid = rollout.pid(down);
    stack.sandbox().node(NAME, down, "stop");
    rollout.awaitExit(down, pid);
    begin();
    rollout.awaitParked("Broker " + down + " is not there");
    abort();

    assertNamedAsDown(down);
    startAndVerify(down);
  }

  private void begin() {
    pids = cluster.pids();
    rollout.begin();
  }

  private static void abort() {
    stack.setup(NAME).abort(ADA);
  }

  private static SetupStatus awaitPhase(Phase phase) {
    return await()
        .atMost(PATIENCE)
        .until(() -> stack.status(NAME), status -> status.phase() == phase);
  }

  /** The rollout has ended, and its report says that it was aborted. */
  private static RolloutReport awaitAborted(Phase phase) {
    await().atMost(PATIENCE).until(() -> stack.server().ended(cluster.rollout()));
    RolloutReport report = awaitPhase(phase).lastRollout().orElseThrow();
    assertThat(report.aborted()).isPresent();
    return report;
  }

  /** Checks that every broker is up and every place says so; returns the restarted brokers. */
  private List<Integer> awaitAllUpAndReady() {
    RolloutReport report = awaitAborted(Phase.READY);
    assertThat(report.leftDown()).isEmpty();
    rollout.assertAllUp();
    assertThat(health()).isEqualTo("healthy");
    rollout.run("status", NAME).expecting(0);
    List<Integer> restarted = report.restarts().stream().map(BrokerRestart::nodeId).toList();
    Rolled.assertRestarted(pids, cluster.pids(), restarted);
    report.audit().ifPresent(audit -> assertThat(audit.all().lost()).as("lost messages").isZero());
    return restarted;
  }

  /** Checks that phase, health, exit code and text name this broker, and that only it is down. */
  private static void assertNamedAsDown(int nodeId) {
    assertThat(awaitAborted(Phase.BROKEN).leftDown()).containsExactly(nodeId);
    assertThat(health()).isEqualTo("broken");
    Result status = rollout.run("status", NAME).expecting(5);
    assertThat(status.out()).contains("down at the end of the last rollout: broker " + nodeId);
    Rolled.assertUp(cluster.pids(), IDS.stream().filter(id -> id != nodeId).toList());
  }

  /** The owner starts the broker; a verification that passes ends the state BROKEN. */
  private static void startAndVerify(int nodeId) {
    rollout.start(nodeId);
    rollout.assertAllUp();
    rollout.run("verify", NAME).expecting(0);
    rollout.run("status", NAME).expecting(0);
    assertThat(health()).isEqualTo("healthy");
  }

  private static String health() {
    return tools
        .workflow(PrivateLinkSetup.id(NAME))
        .describe()
        .getTypedSearchAttributes()
        .get(SearchAttributes.HEALTH);
  }

  private TakenPort stopAndTakePort() {
    begin();
    return takePortOfTheStoppedBroker();
  }

  /** Before the new process of the broker takes it. */
  private static TakenPort takePortOfTheStoppedBroker() {
    rollout.awaitScheduled("Broker_Start", 1);
    return TakenPort.ofStoppedBroker(
        IDS.stream().collect(Collectors.toMap(id -> id, cluster::address)), 39092);
  }

  /** Begins a rollout whose first broker ignores its stop; returns the broker's node ID. */
  private int hangWhileStopping() {
    begin();
    int first = rollout.awaitStop();
    hungPid = pids.get(first);
    ProcessSignal.STOP.sendTo(hungPid);
    rollout.awaitParked(WatchedRollout.restartStep(first), "did not stop within 15 s");
    return first;
  }

  /** A broker that the rollout has not touched yet: the active controller is the last one. */
  private int lastBroker() {
    Map<Integer, Integer> now = cluster.pids();
    return IDS.stream()
        .filter(id -> now.get(id).equals(pids.get(id)))
        .max(Integer::compare)
        .orElseThrow();
  }
}
