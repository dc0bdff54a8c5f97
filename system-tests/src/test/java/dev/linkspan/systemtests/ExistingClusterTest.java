package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.systemtests.CommandLine.Running;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Links and restarts an existing cluster under load, and then removes the link. */
@Tag("system")
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExistingClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final String NAME = "orders";
  private static final List<Integer> IDS = List.of(1, 2, 3);

  private static LocalStack stack;
  private static AdoptedCluster cluster;
  private static Path spec;
  private static final Map<Integer, String> before = new HashMap<>();

  @BeforeAll
  static void buildExistingCluster() throws IOException {
    stack = LocalStack.start(40, "0.2");
    cluster = AdoptedCluster.build(stack, NAME, "combined", 41);
    spec = cluster.spec(NAME, "10001");
    for (int id : IDS) {
      before.put(id, text(cluster.configuration(id)));
    }
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static Result run(String... arguments) {
    return stack.commandLine().run(PATIENCE, arguments);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static RolloutReport report() {
    return stack.status(NAME).lastRollout().orElseThrow();
  }

  private static void assertNothingLost() {
    Rolled.assertNothingLost(report(), IDS);
  }

  /** Records the times for docs/performance.md. Nothing is asserted: the machine is shared. */
  private static void recordTimes() throws IOException {
    String status = run("status", NAME, "--report").expecting(0).out();
    Files.writeString(
        Path.of("target", "rollouts.txt"),
        status.substring(status.indexOf("Last rollout")) + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  @Order(1)
  void planShowsTheChangeOfEveryBrokerAndChangesNothing() throws IOException {
    Result plan = run("plan", "-f", spec.toString()).expecting(0);

    for (int id : IDS) {
      assertThat(plan.out()).contains(cluster.configuration(id).toString());
      assertThat(plan.out()).contains("EXTERNAL://b" + id + ".unique_name.");
      assertThat(text(cluster.configuration(id))).isEqualTo(before.get(id));
    }
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }

  @Test
  @Order(2)
  void aPortInUseParksAtTheFirstBrokerAndRestoresItsFile() throws IOException {
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    Map<Integer, Integer> pids = cluster.pids();
    run("approve", NAME, "--yes", "--early").expecting(0);
    Running up = stack.commandLine().start("up", "--yes", "-f", spec.toString(), "--wait");
    int first;
    try (TakenPort taken = newPortOfTheFirstStoppedBroker()) {
      first = taken.nodeId();
      Result parked = up.finish(PATIENCE).expecting(4);
      assertThat(parked.err()).contains("Address already in use");
    }
    for (int id : IDS) {
      assertThat(text(cluster.configuration(id))).isEqualTo(before.get(id));
    }
    Map<Integer, Integer> now = cluster.pids();
    assertThat(IDS)
        .filteredOn(id -> id != first)
        .allSatisfy(id -> assertThat(now.get(id)).isEqualTo(pids.get(id)));
    run("retry", NAME).expecting(0);
    run("up", "--yes", "-f", spec.toString(), "--wait").expecting(0);
    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
  }

  /** Somebody takes the port of the new listener after the file was checked. */
  private static TakenPort newPortOfTheFirstStoppedBroker() {
    Map<Integer, String> addresses =
        IDS.stream().collect(Collectors.toMap(id -> id, cluster::address));
    try (TakenPort stopped = TakenPort.ofStoppedBroker(addresses, 9092)) {
      return TakenPort.of(stopped.nodeId(), addresses.get(stopped.nodeId()), 39092);
    }
  }

  @Test
  @Order(3)
  void onlyTheThreeListenerKeysChangeInEachFile() throws IOException {
    for (int id : IDS) {
      String after = text(cluster.configuration(id));
      assertThat(after).contains("EXTERNAL://b" + id + ".").doesNotContain("unique_name");
      assertThat(appendedTexts(before.get(id), after))
          .hasSize(3)
          .allMatch(a -> a.startsWith(",EXTERNAL:"));
      try (var files = Files.list(cluster.configuration(id).getParent())) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .as("backup next to the file")
            .anyMatch(f -> f.startsWith(cluster.configuration(id).getFileName() + ".linkspan-"));
      }
    }
  }

  /** The text that was appended to lines; fails if a line changed in any other way. */
  private static List<String> appendedTexts(String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    assertThat(now).hasSameSizeAs(old);
    List<String> added = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      assertThat(now.get(i)).startsWith(old.get(i));
      added.add(now.get(i).substring(old.get(i).length()));
    }
    added.removeIf(String::isEmpty);
    return added;
  }

  @Test
  @Order(4)
  void threeRolloutsUnderLoadLoseNothing() throws IOException {
    assertNothingLost();
    recordTimes();
    for (String reason : List.of("second rollout", "third rollout")) {
      long stopped = stoppedActiveControllers();
      assertThat(stopped).as("active controllers stopped before the rollout").isPositive();
      run("restart", NAME, "--yes", "--reason", reason).expecting(0);
      assertThat(stoppedActiveControllers() - stopped)
          .as("active controllers stopped during the rollout")
          .isLessThanOrEqualTo(1);
      assertThat(report().reason()).isEqualTo(reason);
      assertNothingLost();
      recordTimes();
    }
    Result status = run("status", NAME, "--report").expecting(0);
    assertThat(status.out()).contains("third rollout");
  }

  /**
   * How often a node was stopped while it was the active controller, according to the logs.
   * Elections aren't counted: busy processors cause some too.
   */
  private static long stoppedActiveControllers() {
    return IDS.stream()
        .mapToLong(
            id ->
                cluster.countLogged(id, "Completed transition to ResignedState(", " from Leader("))
        .sum();
  }

  /** {@link RolloutAbortTest} aborts at every step. */
  @Test
  @Order(5)
  void anAbortBetweenStopAndStartFinishesTheBrokerAndTouchesNoOther() {
    WatchedRollout rollout = new WatchedRollout(stack, cluster, NAME, IDS);
    rollout.begin();
    rollout.awaitScheduled("Broker_Stop", 1);
    run("abort", NAME).expecting(0);
    rollout.awaitReady();

    assertThat(report().aborted()).isPresent();
    assertThat(report().restarts()).hasSize(1);
    assertThat(report().leftDown()).isEmpty();
    rollout.assertAllUp();
  }

  @Test
  @Order(6)
  void c11DestroyWithRestoreBrokersGivesEveryFileBack() throws IOException {
    Result destroy = run("destroy", NAME, "--yes", "--restore-brokers").expecting(0);

    assertThat(destroy.err()).contains("The brokers are as they were before the link.");
    for (int id : IDS) {
      assertThat(text(cluster.configuration(id))).isEqualTo(before.get(id));
    }
    assertNothingLost();
    recordTimes();

    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
    assertThat(stack.sandbox().resources("vpcendpointservice")).isEmpty();
    assertThat(stack.sandbox().awaitCluster(NAME).path("state").asText()).isEqualTo("Running");
    assertThat(stack.sandbox().awaitCluster(NAME).path("nodes"))
        .allMatch(node -> node.path("pid").asInt() > 0);
    assertThat(IDS)
        .as("brokers with one of Linkspan's folders")
        .noneMatch(id -> Files.exists(cluster.home(id).resolve(".linkspan-" + NAME)));
  }
}
