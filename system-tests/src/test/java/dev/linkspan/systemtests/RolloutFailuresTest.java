package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Failures in two rollouts on real brokers, one after another. Each time, the rollout parks, says
 * what is wrong, touches no other broker, and goes on after the problem is fixed; clients lose
 * nothing. At the end, the link is removed during a restart.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolloutFailuresTest {
  private static final String NAME = "fragile";
  private static final List<Integer> IDS = List.of(1, 2, 3);
  private static final String VPC = "127.44.0.0/16";
  private static final String EXTERNAL = "39092/39092";
  private static final String TOPICS =
      """
      {"name": "orders", "partitions": 12, "replicationFactor": 3, "minInsync": 2, "messages": 500},
      {"name": "pairs", "partitions": 3, "replicationFactor": 2, "minInsync": 2, "messages": 10}\
      """;
  private static final List<String> INTERRUPTED =
      List.of("Broker_Stop", "Broker_Start", "Cluster_AwaitGate", "Cluster_AwaitInSync");
  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;
  private static WatchedRollout rollout;

  /** The brokers in the order in which the second rollout restarts them, as far as it is known. */
  private static int first;

  private static int second;
  private static int third;
  private static int hungPid;
  private static Map<Integer, Long> stopsBefore;

  @BeforeAll
  static void buildExistingCluster() throws IOException {
    stack = LocalStack.start(44, "0.2");
    String ports = "1/39091," + EXTERNAL + ",39093/65535";
    cluster = AdoptedCluster.build(stack, NAME, "combined", 44, TOPICS, ports);
    rollout = new WatchedRollout(stack, cluster, NAME, IDS);
    spec = cluster.spec(NAME, "10001");
    String text = Files.readString(spec).replace("pause: 0s", "pause: 0s, patience: 15s");
    Files.writeString(spec, text);
  }

  @AfterAll
  static void stop() {
    if (hungPid > 0) {
      ProcessSignal.CONTINUE.sendTo(hungPid);
    }
    if (stack != null) {
      stack.close();
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
  void topicsAtRiskAreListedBeforeAnythingIsCreated() {
    Result refused = rollout.run("up", "--yes", "-f", spec.toString(), "--detach").expecting(2);

    assertThat(refused.err()).contains("pairs", "--accept-unavailable");
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }

  @Test
  @Order(2)
  void aFullDiskLeavesTheFileUnchanged() throws IOException {
    Map<Integer, String> files = files();
    Map<Integer, Integer> pids = cluster.pids();
    rollout
        .run("up", "--yes", "-f", spec.toString(), "--detach", "--accept-unavailable")
        .expecting(0);
    IDS.forEach(id -> stack.sandbox().fullDisk(cluster.instanceId(id), true));
    rollout.run("approve", NAME, "--yes", "--early").expecting(0);

    rollout.awaitParked("restarted", "no room to write", "server.properties", "make room");

    assertThat(files()).isEqualTo(files);
    assertThat(cluster.pids()).isEqualTo(pids);
    IDS.forEach(id -> stack.sandbox().fullDisk(cluster.instanceId(id), false));
  }

  @Test
  @Order(3)
  void connectionsCutInEveryStepOnlyDelayTheRollout() throws IOException {
    Map<Integer, Integer> pids = cluster.pids();
    Map<Integer, Long> stops = rollout.stops();
    Map<Integer, Long> starts = rollout.starts();
    try (CutConnections cuts = new CutConnections(stack, cluster, cluster.rollout(), INTERRUPTED)) {
      cuts.start();
      rollout.retry();
      rollout.awaitReady();
    }

    assertThat(retriedTypes())
        .as("types of activities that were interrupted by a cut")
        .containsAll(INTERRUPTED);
    for (int id : IDS) {
      assertThat(rollout.pid(id)).isNotEqualTo(pids.get(id));
      assertThat(rollout.stops().get(id) - stops.get(id)).as("stops of " + id).isOne();
      assertThat(rollout.starts().get(id) - starts.get(id)).as("starts of " + id).isOne();
      assertThat(files().get(id)).containsOnlyOnce("EXTERNAL://b" + id + ".");
    }
    assertThat(rollout.assertNothingLost().failed()).as("failed sends").isZero();
  }

  /** The types of the activities of the rollout with more than one attempt. */
  private static Set<String> retriedTypes() {
    Map<Long, String> types = new HashMap<>();
    Set<String> again = new TreeSet<>();
    for (HistoryEvent event : stack.client().fetchHistory(cluster.rollout()).getEvents()) {
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
  void noBrokerIsTouchedWhileAnotherIsDown() {
    Map<Integer, Integer> pids = cluster.pids();
    stack.sandbox().node(NAME, 3, "stop");
    rollout.awaitExit(3, pids.get(3));

    Result refused = rollout.run("restart", NAME, "--yes", "--reason", "trouble").expecting(4);

    assertThat(refused.err()).contains("Broker 3 is not there", "under-replicated");
    assertThat(refused.err())
        .contains("No broker was touched", "`retry` starts the brokers that are down");
    assertThat(cluster.pids()).isEqualTo(Map.of(1, pids.get(1), 2, pids.get(2), 3, 0));
    rollout.start(3);
  }

  @Test
  @Order(5)
  void topicsAtRiskNeedConsentFromAPerson() {
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

    rollout.awaitParked(
        "pairs (2 copies, min.insync.replicas 2)", "retry NAME --accept-unavailable");
    assertThat(cluster.pids()).isEqualTo(pids);
    stopsBefore = rollout.stops();
  }

  @Test
  @Order(6)
  void aBrokerThatHangsWhileStoppingIsNeverKilled() {
    Map<Integer, Integer> pids = cluster.pids();
    rollout.retry("--accept-unavailable");
    first = rollout.awaitStop();
    hungPid = pids.get(first);
    ProcessSignal.STOP.sendTo(hungPid);

    rollout.awaitParked(
        WatchedRollout.restartStep(first), "did not stop within 15 s", "Linkspan does not kill it");

    assertThat(cluster.pids()).isEqualTo(pids);
    ProcessSignal.CONTINUE.sendTo(hungPid);
    rollout.awaitExit(first, hungPid);
    hungPid = 0;
    assertThat(without(cluster.pids(), first)).isEqualTo(without(pids, first));
  }

  @Test
  @Order(7)
  void anUnhealthyBackendHoldsTheNextBroker() {
    Map<Integer, Integer> pids = cluster.pids();
    SecurityGroupRules rules =
        new SecurityGroupRules(stack, cluster.description().path("securityGroupId").asText());
    rules.revoke(EXTERNAL, VPC);
    rollout.retry();

    rollout.awaitParked(
        "Broker " + first + " behind the load balancer", "are healthy", "security group");

    assertThat(rollout.pid(first)).isPositive();
    assertThat(without(cluster.pids(), first)).isEqualTo(without(pids, first));
    rules.allow(EXTERNAL, VPC);
  }

  @Test
  @Order(8)
  void aBrokerKilledDuringTheRolloutHoldsIt() {
    Map<Integer, Integer> pids = cluster.pids();
    rollout.retry();
    Set<Integer> left = new HashSet<>(IDS);
    left.remove(first);
    second = rollout.awaitStopSignal(left, stopsBefore);
    left.remove(second);
    third = left.iterator().next();
    rollout.awaitExit(second, pids.get(second));
    stack.sandbox().node(NAME, first, "kill");

    rollout.awaitParked(
        "Broker " + second + " in sync",
        "not because of this rollout: broker " + first,
        "`retry` starts what is still down");

    assertThat(rollout.pid(first)).isZero();
    assertThat(rollout.pid(second)).isPositive();
    assertThat(rollout.pid(third)).isEqualTo(pids.get(third));
  }

  @Test
  @Order(9)
  void c46RetriesStartTheBrokersThatWentDownAlsoWithoutAQuorum() throws IOException {
    Map<Integer, String> files = files();
    int killed = rollout.pid(third);
    stack.sandbox().node(NAME, third, "kill");
    rollout.awaitExit(third, killed);

    retryUntilReady();

    rollout.assertNothingLost();
    for (int id : IDS) {
      assertThat(rollout.stops().get(id) - stopsBefore.get(id)).as("stops").isOne();
    }
    assertThat(files()).isEqualTo(files);
  }

  /** Each retry starts what the cluster shows as down, which takes a while to show. */
  private static void retryUntilReady() {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              Phase phase = stack.status(NAME).phase();
              if (phase == Phase.PARKED) {
                stack.setup(NAME).retry(new Command("test", "start what is down"));
              }
              return phase == Phase.READY;
            });
  }

  @Test
  @Order(10)
  void destroyDuringARestartStartsTheStoppedBroker() {
    Map<Integer, Integer> pids = cluster.pids();
    stack.setup(NAME).restart(new Restart("test", "new JVM", true));
    int down = rollout.awaitStop();

    rollout.run("destroy", NAME, "--yes").expecting(0);

    Map<Integer, Integer> now = cluster.pids();
    assertThat(now.get(down)).isPositive().isNotEqualTo(pids.get(down));
    assertThat(without(now, down)).isEqualTo(without(pids, down));
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }
}
