package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A cluster under load that was there before: linked, restarted, and left as it was found. */
@Tag("system")
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
  static void aClusterThatSomebodyElseBuilt() throws IOException {
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

  private static void nothingWasLost() {
    Rolled.lostNothing(report(), IDS);
  }

  /** For docs/performance.md: not a promise, since other things run on this computer too. */
  private static void keepTimes() throws IOException {
    String status = run("status", NAME).expecting(0).out();
    Files.writeString(
        Path.of("target", "rollouts.txt"),
        status.substring(status.indexOf("Last rollout")) + System.lineSeparator(),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  @Test
  @Order(1)
  void planShowsEveryBrokersChangeAndTouchesNothing() throws IOException {
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
  void aPortInUseIsFoundAtTheFirstBrokerWhichGetsItsOldFileBack() throws IOException {
    run("up", "-f", spec.toString(), "--detach").expecting(0);
    Map<Integer, Integer> pids = cluster.pids();
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int id : IDS) {
        taken.add(new ServerSocket(39092, 1, InetAddress.getByName(cluster.address(id))));
      }
      run("approve", NAME, "--early").expecting(0);
      Result parked = run("up", "-f", spec.toString(), "--wait").expecting(4);

      assertThat(parked.err()).contains("Address already in use");
      for (int id : IDS) {
        assertThat(text(cluster.configuration(id))).isEqualTo(before.get(id));
      }
      assertThat(cluster.pids().entrySet())
          .as("brokers that were restarted")
          .filteredOn(now -> !pids.get(now.getKey()).equals(now.getValue()))
          .hasSizeLessThanOrEqualTo(1);
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
    run("retry", NAME).expecting(0);
    run("up", "-f", spec.toString(), "--wait").expecting(0);
    assertThat(stack.status(NAME).phase()).isEqualTo(Phase.READY);
  }

  @Test
  @Order(3)
  void onlyTheThreeListenerKeysChangedInEachFile() throws IOException {
    for (int id : IDS) {
      String after = text(cluster.configuration(id));
      assertThat(after).contains("EXTERNAL://b" + id + ".").doesNotContain("unique_name");
      assertThat(added(before.get(id), after)).hasSize(3).allMatch(a -> a.startsWith(",EXTERNAL:"));
      try (var files = Files.list(cluster.configuration(id).getParent())) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .as("a backup beside the file")
            .anyMatch(f -> f.startsWith(cluster.configuration(id).getFileName() + ".linkspan-"));
      }
    }
  }

  /** What was put at the end of lines; every other line must be as it was. */
  private static List<String> added(String before, String after) {
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
  void threeRolloutsOverALoadedClusterLoseNothing() throws IOException {
    nothingWasLost();
    keepTimes();
    for (String reason : List.of("second rollout", "third rollout")) {
      long elections = elections();
      assertThat(elections).as("the first one at least").isPositive();
      run("restart", NAME, "--reason", reason).expecting(0);
      assertThat(elections() - elections).as("elections of a controller").isLessThanOrEqualTo(1);
      assertThat(report().reason()).isEqualTo(reason);
      nothingWasLost();
      keepTimes();
    }
    Result status = run("status", NAME).expecting(0);
    assertThat(status.out()).contains("third rollout");
  }

  /** How often a controller became the active one, as the logs have it. */
  private static long elections() {
    return IDS.stream()
        .mapToLong(id -> cluster.logged(id, "Completed transition to Leader("))
        .sum();
  }

  @Test
  @Order(5)
  void destroyTakesTheWayInAndLeavesTheCluster() {
    run("destroy", NAME, "--yes").expecting(0);

    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
    assertThat(stack.sandbox().resources("vpcendpointservice")).isEmpty();
    assertThat(stack.sandbox().awaitCluster(NAME).path("state").asText()).isEqualTo("Running");
    assertThat(stack.sandbox().awaitCluster(NAME).path("nodes"))
        .allMatch(node -> node.path("pid").asInt() > 0);
    assertThat(IDS)
        .as("folders of ours on brokers")
        .noneMatch(id -> Files.exists(cluster.home(id).resolve(".linkspan-" + NAME)));
  }
}
