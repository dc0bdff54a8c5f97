package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.kafka.AuditActivities.Figures;
import dev.linkspan.kafka.ListenerRollout;
import dev.linkspan.kafka.RolloutReport;
import dev.linkspan.kafka.RolloutReport.BrokerRestart;
import dev.linkspan.progress.Attention;
import dev.linkspan.progress.Step;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import dev.linkspan.setup.SetupStatus;
import dev.linkspan.setup.SetupStatus.Phase;
import dev.linkspan.systemtests.CommandLine.Result;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What goes wrong in a rollout, on real brokers: two rollouts, in which one thing after the other
 * fails. Each time the rollout parks, says what is wrong, touches no other broker, and goes on once
 * that is mended; clients lose nothing.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutFailuresTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String NAME = "fragile";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final String VPC = "127.44.0.0/16";
  private static final String EXTERNAL = "39092/39092";
  private static final String TOPICS =
      """
      {"name": "orders", "partitions": 12, "replicationFactor": 3, "minInsync": 2, "messages": 500},
      {"name": "pairs", "partitions": 3, "replicationFactor": 2, "minInsync": 2, "messages": 10}\
      """;
  private static final String TOLD_TO_STOP = "Terminating process due to signal SIGTERM";
  private static final String STARTED = "Kafka Server started";

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;

  /** The order in which the second rollout takes the brokers, as far as it has come. */
  private static int first;

  private static int second;
  private static int third;
  private static int hung;
  private static Map<Integer, Long> stopsBefore;

  @BeforeAll
  static void aClusterThatSomebodyElseBuilt() throws IOException {
    stack = LocalStack.start(44, "0.2");
    String ports = "1/39091," + EXTERNAL + ",39093/65535";
    cluster = AdoptedCluster.build(stack, NAME, "combined", 44, TOPICS, ports);
    spec = cluster.spec(NAME, "10001");
    String text = Files.readString(spec).replace("pause: 0s", "pause: 0s, patience: 15s");
    Files.writeString(spec, text);
  }

  @AfterAll
  static void stop() {
    if (hung > 0) {
      signal("CONT", hung);
    }
    if (stack != null) {
      stack.close();
    }
  }

  private static Result run(String... arguments) {
    return stack.commandLine().run(PATIENCE, arguments);
  }

  /** Waits until a step is parked that says all of this, in {@code status} too. */
  private static Attention parked(String... texts) {
    SetupStatus status =
        await().atMost(PATIENCE).until(() -> stack.status(NAME), s -> s.phase() == Phase.PARKED);
    assertThat(status.parked()).as("parked steps").hasSize(1);
    Attention parked = status.parked().get(0);
    assertThat(parked.step() + ": " + parked.problem() + " - " + parked.remedy()).contains(texts);
    Result shown = run("status", NAME).expecting(4);
    assertThat(shown.out()).contains(parked.step() + " is parked");
    return parked;
  }

  private static void retry(String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "retry";
    command[1] = NAME;
    System.arraycopy(options, 0, command, 2, options.length);
    run(command).expecting(0);
    await().until(() -> stack.status(NAME).phase() != Phase.PARKED);
  }

  private static void awaitReady() {
    SetupStatus end =
        await()
            .atMost(PATIENCE)
            .until(
                () -> stack.status(NAME),
                s -> s.phase() != Phase.BUILDING && s.phase() != Phase.RESTARTING);
    assertThat(end.phase()).as("%s", end.parked()).isEqualTo(Phase.READY);
  }

  private static Figures nothingWasLost() {
    RolloutReport report = stack.status(NAME).lastRollout().orElseThrow();
    assertThat(report.restarts()).extracting(BrokerRestart::nodeId).hasSameElementsAs(IDS);
    Figures figures = report.audit().orElseThrow().all();
    assertThat(figures.acked()).as("messages that count at all").isGreaterThan(50);
    assertThat(figures.lost()).as("lost messages").isZero();
    assertThat(figures.duplicated()).as("duplicated messages").isZero();
    return figures;
  }

  private static Map<Integer, Long> logged(String text) {
    Map<Integer, Long> counts = new HashMap<>();
    IDS.forEach(id -> counts.put(id, cluster.logged(id, text)));
    return counts;
  }

  /** Waits until one of these brokers is told to stop that was not before. */
  private static int awaitToldToStop(Set<Integer> candidates, Map<Integer, Long> before) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(AT_ONCE)
        .until(
            () ->
                candidates.stream()
                    .filter(id -> cluster.logged(id, TOLD_TO_STOP) > before.get(id))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits for the moment in which the stop of a broker begins: sooner than its log tells. */
  private static int awaitStop() {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(() -> stack.runs(rollout(), "Broker_Stop"));
    return stack
        .client()
        .newWorkflowStub(ListenerRollout.class, rollout())
        .progress()
        .steps()
        .stream()
        .filter(step -> step.state() == Step.State.RUNNING)
        .flatMap(step -> IDS.stream().filter(id -> step.name().equals(restarted(id))))
        .findFirst()
        .orElseThrow();
  }

  private static String restarted(int id) {
    return "Broker " + id + " restarted";
  }

  private static void awaitGone(int id, int pid) {
    await().atMost(Duration.ofMinutes(1)).pollInterval(AT_ONCE).until(() -> pid(id) != pid);
  }

  private static int pid(int id) {
    return cluster.pids().get(id);
  }

  private static void start(int... ids) {
    Map<Integer, Long> before = logged(STARTED);
    for (int id : ids) {
      stack.sandbox().node(NAME, id, "start");
    }
    for (int id : ids) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> cluster.logged(id, STARTED) > before.get(id));
    }
  }

  private static void signal(String name, int pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
      assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(kill.exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Map<Integer, String> files() throws IOException {
    Map<Integer, String> files = new HashMap<>();
    for (int id : IDS) {
      files.put(id, Files.readString(cluster.configuration(id), StandardCharsets.ISO_8859_1));
    }
    return files;
  }

  private static Map<Integer, Integer> without(Map<Integer, Integer> pids, int... ids) {
    Map<Integer, Integer> rest = new HashMap<>(pids);
    for (int id : ids) {
      rest.remove(id);
    }
    return rest;
  }

  @Test
  @Order(1)
  void topicsThatARestartTakesAwayAreNamedBeforeAnythingIsMade() {
    Result refused = run("up", "-f", spec.toString(), "--detach").expecting(2);

    assertThat(refused.err()).contains("pairs", "--accept-unavailable");
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }

  @Test
  @Order(2)
  void aFullDiskLeavesTheOldFileByteForByte() throws IOException {
    Map<Integer, String> files = files();
    Map<Integer, Integer> pids = cluster.pids();
    run("up", "-f", spec.toString(), "--detach", "--accept-unavailable").expecting(0);
    IDS.forEach(id -> stack.sandbox().fullDisk(cluster.instanceId(id), true));
    run("approve", NAME, "--early").expecting(0);

    parked("restarted", "no room to write", "server.properties", "make room");

    assertThat(files()).isEqualTo(files);
    assertThat(cluster.pids()).isEqualTo(pids);
    IDS.forEach(id -> stack.sandbox().fullDisk(cluster.instanceId(id), false));
  }

  @Test
  @Order(3)
  void connectionsThatBreakOffInEveryStepDelayARolloutAndNothingElse() throws IOException {
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, Long> stops = logged(TOLD_TO_STOP);
    Map<Integer, Long> starts = logged(STARTED);
    try (CutConnections cuts = new CutConnections(stack, cluster, rollout())) {
      cuts.begin();
      retry();
      awaitReady();
    }

    assertThat(triedAgain())
        .as("kinds of activities that a cut hit")
        .contains("Broker_Stop", "Broker_Start", "Cluster_AwaitGate", "Cluster_AwaitInSync");
    for (int id : IDS) {
      assertThat(pid(id)).isNotEqualTo(pids.get(id));
      assertThat(cluster.logged(id, TOLD_TO_STOP) - stops.get(id)).as("stops of " + id).isOne();
      assertThat(cluster.logged(id, STARTED) - starts.get(id)).as("starts of " + id).isOne();
      assertThat(files().get(id)).containsOnlyOnce("EXTERNAL://b" + id + ".");
    }
    assertThat(nothingWasLost().failed()).as("failed sends").isZero();
  }

  private static String rollout() {
    return ListenerRollout.id(cluster.found().path("clusterId").asText());
  }

  /** The kinds of activities of the rollout that were tried more than once. */
  private static Set<String> triedAgain() {
    Map<Long, String> types = new HashMap<>();
    Set<String> again = new TreeSet<>();
    for (HistoryEvent event : stack.client().fetchHistory(rollout()).getEvents()) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        types.put(
            event.getEventId(),
            event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      } else if (event.hasActivityTaskStartedEventAttributes()
          && event.getActivityTaskStartedEventAttributes().getAttempt() > 1) {
        again.add(types.get(event.getActivityTaskStartedEventAttributes().getScheduledEventId()));
      }
    }
    return again;
  }

  @Test
  @Order(4)
  void aBrokerThatIsDownBeforehandKeepsEveryOtherOneUp() {
    Map<Integer, Integer> pids = cluster.pids();
    stack.sandbox().node(NAME, 3, "stop");
    awaitGone(3, pids.get(3));

    Result refused = run("restart", NAME, "--reason", "trouble").expecting(4);

    assertThat(refused.err()).contains("Broker 3 is not there", "not fully replicated");
    assertThat(refused.err()).contains("No broker was touched", "start what is down, then retry");
    assertThat(cluster.pids()).isEqualTo(Map.of(1, pids.get(1), 2, pids.get(2), 3, 0));
    start(3);
  }

  @Test
  @Order(5)
  void topicsThatARestartTakesAwayNeedWordFromAPerson() {
    Map<Integer, Integer> pids = cluster.pids();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              stack.setup(NAME).retry(new Command("test", "brokers are there again"));
              return stack.status(NAME).parked();
            },
            parked -> parked.stream().anyMatch(a -> a.problem().contains("unavailable")));

    parked("pairs (2 copies, min.insync.replicas 2)", "retry NAME --accept-unavailable");
    assertThat(cluster.pids()).isEqualTo(pids);
    stopsBefore = logged(TOLD_TO_STOP);
  }

  @Test
  @Order(6)
  void aBrokerThatHangsInItsStopIsNeverKilled() {
    Map<Integer, Integer> pids = cluster.pids();
    retry("--accept-unavailable");
    first = awaitStop();
    hung = pids.get(first);
    signal("STOP", hung);

    parked(restarted(first), "did not stop within 15 s", "Linkspan does not kill it");

    assertThat(cluster.pids()).isEqualTo(pids);
    signal("CONT", hung);
    awaitGone(first, hung);
    hung = 0;
    assertThat(without(cluster.pids(), first)).isEqualTo(without(pids, first));
  }

  @Test
  @Order(7)
  void aBackendThatTheLoadBalancerCannotReachHoldsTheNextBroker() {
    Map<Integer, Integer> pids = cluster.pids();
    SecurityGroupRules rules =
        new SecurityGroupRules(stack, cluster.found().path("securityGroupId").asText());
    rules.revoke(EXTERNAL, VPC);
    retry();

    parked("Broker " + first + " behind the load balancer", "is healthy", "security group");

    assertThat(pid(first)).isPositive();
    assertThat(without(cluster.pids(), first)).isEqualTo(without(pids, first));
    rules.allow(EXTERNAL, VPC);
  }

  @Test
  @Order(8)
  void aBrokerKilledBySomebodyElseInBetweenHoldsTheRollout() {
    Map<Integer, Integer> pids = cluster.pids();
    retry();
    Set<Integer> left = new HashSet<>(IDS);
    left.remove(first);
    second = awaitToldToStop(left, stopsBefore);
    left.remove(second);
    third = left.iterator().next();
    awaitGone(second, pids.get(second));
    stack.sandbox().node(NAME, first, "kill");

    parked(
        "Broker " + second + " in sync",
        "Broker " + first + " is not there",
        "nothing is restarted");

    assertThat(pid(first)).isZero();
    assertThat(pid(second)).isPositive();
    assertThat(pid(third)).isEqualTo(pids.get(third));
  }

  @Test
  @Order(9)
  void aQuorumWithoutALeaderStopsEverythingAndTheRolloutFinishesOnceItIsBack() throws IOException {
    Map<Integer, String> files = files();
    int alive = pid(second);
    int killed = pid(third);
    stack.sandbox().node(NAME, third, "kill");
    awaitGone(third, killed);
    retry();

    parked("Broker " + second + " in sync", "The controllers' quorum has no leader");

    assertThat(cluster.pids()).isEqualTo(Map.of(first, 0, second, alive, third, 0));
    start(first, third);
    retry();
    awaitReady();
    nothingWasLost();
    for (int id : IDS) {
      assertThat(cluster.logged(id, TOLD_TO_STOP) - stopsBefore.get(id)).as("stops").isOne();
    }
    assertThat(files()).isEqualTo(files);
  }
}
