package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A cluster of real brokers grows from three to four and shrinks again, under load, while the
 * worker is killed in every kind of activity.
 */
@Tag("long")
@ResourceLock(LocalStack.NEW_CLUSTER)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokersAddedAndTakenTest {
  private static final Duration PATIENCE = Duration.ofMinutes(9);
  private static final String NAME = "grown";
  private static final List<Integer> THREE = List.of(1, 2, 3);
  private static final String SETUP = PrivateLinkSetup.id(NAME);

  private static LocalStack stack;
  private static Map<Integer, BrokerProcess> processes;
  private static Map<String, String> resources;

  @BeforeAll
  static void build() {
    stack = LocalStack.start(64, "0.2");
    Path spec = stack.spec(NAME, 3, "10001");
    run("up", "--yes", "-f", spec.toString(), "--detach").expecting(0);
    run("approve", NAME, "--yes", "--early", "--by", "ada").expecting(0);
    run("up", "--yes", "-f", spec.toString()).expecting(0);
    processes = BrokerProcess.ofNewCluster(stack);
    resources = idsOfTheOthers();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static CommandLine.Result run(String... words) {
    return stack.commandLine().run(PATIENCE, words);
  }

  private static Link link() {
    return stack.status(NAME).inventory().link().orElseThrow();
  }

  /** The IDs of everything that the fourth broker is no part of, by type and name. */
  private static Map<String, String> idsOfTheOthers() {
    return Expected.ofSetups(stack.sandbox().resources()).stream()
        .filter(resource -> !resource.key().endsWith("4"))
        .collect(
            Collectors.toMap(
                resource -> resource.type() + " " + resource.key() + " " + resource.name(),
                Resource::id,
                (one, other) -> one + other,
                TreeMap::new));
  }

  private static boolean isUpdated(int brokers) {
    SetupStatus status = stack.status(NAME);
    return status.phase() == Phase.READY && link().plan().brokers().size() == brokers;
  }

  /** Kills the worker once in each kind of activity, until the update has ended. */
  private static Set<String> killWorkerInEveryActivity(int brokers) {
    Set<String> killedIn = new TreeSet<>();
    List<String> workflows =
        List.of(SETUP, SETUP + "-kafka", ListenerRollout.id(link().kafkaClusterId()));
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(
            () -> {
              Set<String> running = new TreeSet<>();
              workflows.forEach(workflow -> running.addAll(stack.server().running(workflow)));
              if (!killedIn.containsAll(running)) {
                stack.kill("worker");
                killedIn.addAll(running);
                stack.startWorker();
              }
              return isUpdated(brokers);
            });
    return killedIn;
  }

  /**
   * The calls that are more than reads; one whose reply the worker did not live to see counts
   * twice.
   */
  private static Map<String, Long> changesSince(int calls) {
    return stack.sandbox().calls().stream()
        .skip(calls)
        .map(call -> call.path("action").asText())
        .filter(action -> !action.matches("(Describe|List|Get|.*(:test|get|list)).*"))
        .collect(Collectors.groupingBy(action -> action, TreeMap::new, Collectors.counting()));
  }

  private static void assertTheOthersAreUntouched() {
    Map<Integer, BrokerProcess> now = BrokerProcess.ofNewCluster(stack);
    THREE.forEach(
        id -> assertThat(now.get(id)).as("process of broker " + id).isEqualTo(processes.get(id)));
    assertThat(idsOfTheOthers()).isEqualTo(resources);
  }

  private static void assertProved(int brokers) {
    Report report = stack.status(NAME).lastReport().orElseThrow();
    assertThat(report.healthy()).isTrue();
    assertThat(report.complete()).isTrue();
    assertThat(stack.status(NAME).findings()).isEmpty();
    assertThat(
            report.checks().stream().flatMap(check -> check.nodeId().stream()).distinct().toList())
        .hasSize(brokers);
    Expected.assertExactly(link().plan(), stack.sandbox());
  }

  @Test
  @Order(1)
  void aFourthBrokerIsAddedUnderLoadAndTheOthersStayAsTheyAre() {
    Path spec = stack.spec(NAME, 4, "10001");
    assertThat(run("update", "-f", spec.toString(), "--plan").expecting(0).out())
        .contains("1 to add", "broker 4 in ap-southeast-1a, port 9096");
    Load load = Load.start(stack, "load-while-adding", link().cluster());
    int before = stack.sandbox().calls().size();
    CommandLine.Running update =
        stack.commandLine().start("update", "-f", spec.toString(), "--yes", "--by", "ada");

    Set<String> killedIn = killWorkerInEveryActivity(4);

    assertThat(update.finish(PATIENCE).err())
        .contains(
            "kafka/bin/kafka-reassign-partitions.sh --bootstrap-server", "--broker-list 1,2,3,4");
    assertThat(changesSince(before))
        .containsOnlyKeys(
            "RunInstances",
            "CreateServerGroup",
            "AddServersToServerGroup",
            "CreateListener",
            "TestChangefeed");
    assertThat(killedIn)
        .contains("Network_EnsureInstance", "Node_InstallArchives", "Node_StartBroker");
    assertTheOthersAreUntouched();
    assertProved(4);
    assertThat(link().cluster().voters()).isEqualTo(THREE);
    load.endWithNothingLost();
  }

  @Test
  @Order(2)
  void theFourthBrokerIsRemovedUnderLoadAndNothingThatItHeldIsLost() {
    List<RollingBroker> others = link().brokers().subList(0, 3);
    Load load = Load.start(stack, "load-while-removing", link().cluster());
    Path spec = stack.spec(NAME, 3, "10001");
    int before = stack.sandbox().calls().size();
    CommandLine.Running update =
        stack.commandLine().start("update", "-f", spec.toString(), "--yes", "--by", "ada");

    Set<String> killedIn = killWorkerInEveryActivity(3);

    update.finish(PATIENCE);
    assertThat(changesSince(before))
        .containsOnlyKeys(
            "RemoveServersFromServerGroup",
            "DeleteListener",
            "DeleteServerGroup",
            "DeleteInstances",
            "TestChangefeed");
    assertThat(killedIn).contains("Cluster_MoveReplicas", "Broker_Stop");
    assertTheOthersAreUntouched();
    assertProved(3);
    assertThat(link().brokers()).isEqualTo(others);
    assertThat(BrokerProcess.ofNewCluster(stack)).containsOnlyKeys(THREE);
    Figures figures = stack.status(NAME).lastRollout().orElseThrow().audit().orElseThrow().all();
    assertThat(figures.failed()).isZero();
    assertThat(figures.lost()).isZero();
    load.endWithNothingLost();
  }

  /** The spec with another heap and these settings of the brokers. */
  private static String specWith(String settings) throws IOException {
    Path spec = stack.spec(NAME, 3, "10001");
    String text = Files.readString(spec);
    Files.writeString(
        spec, text.replaceFirst("heap: \\S+", "heap: 300m\n  settings: {" + settings + "}"));
    return spec.toString();
  }

  private static Path file(int nodeId) {
    return Path.of(link().brokers().get(nodeId - 1).service().configuration());
  }

  @Test
  @Order(3)
  void anotherHeapAndSettingsAreRolledOutToOneBrokerAfterTheOther() throws IOException {
    String spec = specWith("log.retention.hours: 72, num.partitions: 6");
    assertThat(run("update", "-f", spec, "--plan").expecting(0).out())
        .contains("3 to change", "server.properties of brokers 1, 2, 3", "+log.retention.hours=72");

    run("update", "-f", spec, "--yes", "--by", "ada").expecting(0);

    Rolled.assertNothingLost(stack.status(NAME).lastRollout().orElseThrow(), THREE);
    assertProved(3);
    assertThat(BrokerProcess.ofNewCluster(stack).values())
        .hasSize(3)
        .allSatisfy(broker -> assertThat(broker.words()).contains("-Xmx300m"))
        .doesNotContainAnyElementsOf(processes.values());
    for (int id : THREE) {
      assertThat(Files.readString(file(id)))
          .contains("log.retention.hours=72", "num.partitions=6")
          .doesNotContain("num.partitions=3");
    }
  }

  @Test
  @Order(4)
  void aSettingThatKafkaRejectsParksWithItsWordsAndChangesNothing() throws IOException {
    Map<Integer, BrokerProcess> before = BrokerProcess.ofNewCluster(stack);
    String file = Files.readString(file(1));

    CommandLine.Result parked =
        run("update", "-f", specWith("log.retention.hours: soon"), "--yes", "--by", "ada");

    parked.expecting(4);
    assertThat(parked.err() + parked.out())
        .contains("Invalid value soon for configuration log.retention.hours");
    run("abort", NAME, "--by", "ada");
    await().atMost(PATIENCE).until(() -> stack.status(NAME).phase() == Phase.READY);
    assertThat(Files.readString(file(1))).isEqualTo(file);
    assertThat(BrokerProcess.ofNewCluster(stack)).isEqualTo(before);
    run("update", "-f", specWith("log.retention.hours: 72"), "--yes", "--by", "ada").expecting(0);
    assertProved(3);
    assertThat(Files.readString(file(1))).contains("log.retention.hours=72", "num.partitions=3");
  }

  @Test
  @Order(5)
  void aSettingThatWasEditedByHandIsFoundAndPutBackOnThatBrokerOnly() throws IOException {
    Map<Integer, BrokerProcess> before = BrokerProcess.ofNewCluster(stack);
    String planned = Files.readString(file(2));
    Files.writeString(file(2), planned.replace("log.retention.hours=72", "log.retention.hours=1"));

    assertThat(run("verify", NAME).expecting(10).out())
        .contains("its file has log.retention.hours=1");
    run("repair", NAME, "--yes", "--by", "ada").expecting(0);

    assertThat(Files.readString(file(2))).isEqualTo(planned);
    Map<Integer, BrokerProcess> after = BrokerProcess.ofNewCluster(stack);
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(after.get(2)).isNotEqualTo(before.get(2));
    assertThat(after.get(3)).isEqualTo(before.get(3));
    assertProved(3);
  }

  @Test
  @Order(6)
  void aHeapThatWasEditedInAUnitIsFoundAndPutBackOnThatBrokerOnly() throws IOException {
    Map<Integer, BrokerProcess> before = BrokerProcess.ofNewCluster(stack);
    Path unit = Path.of(link().brokers().get(1).node().root(), "linkspan-kafka.service");
    String planned = Files.readString(unit);
    Files.writeString(unit, planned.replaceFirst("-Xmx\\S+", "-Xmx333m"));
    // Its unit starts it again.
    ProcessHandle.of(before.get(2).pid()).orElseThrow().destroyForcibly();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> words(2).contains("-Xmx333m"));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> findings().equals(List.of("unit file (broker 2)")));

    assertThat(run("verify", NAME).expecting(10).out()).contains("runs with a heap of 333m");
    run("repair", NAME, "--yes", "--by", "ada").expecting(0);

    assertThat(Files.readString(unit)).isEqualTo(planned);
    assertThat(words(2)).doesNotContain("-Xmx333m");
    Map<Integer, BrokerProcess> after = BrokerProcess.ofNewCluster(stack);
    assertThat(after.get(1)).isEqualTo(before.get(1));
    assertThat(after.get(3)).isEqualTo(before.get(3));
    assertProved(3);
  }

  private static List<String> words(int nodeId) {
    return BrokerProcess.ofNewCluster(stack).get(nodeId).words();
  }

  private static List<String> findings() {
    return stack.setup(NAME).verify(new Command("ada", "drift")).findings().stream()
        .map(Check::key)
        .toList();
  }

  @Test
  @Order(7)
  void nothingOfEitherIsLeftAfterDestroy() {
    run("destroy", NAME, "--yes").expecting(0);

    Expected.assertNothingLeft(stack.sandbox());
  }
}
