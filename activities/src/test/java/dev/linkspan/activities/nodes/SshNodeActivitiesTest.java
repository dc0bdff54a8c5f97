package dev.linkspan.activities.nodes;

import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static dev.linkspan.activities.nodes.NodeMachines.OWNER;
import static dev.linkspan.activities.nodes.NodeMachines.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(2)
class SshNodeActivitiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir static Path folder;
  @AutoClose private static NodeMachines machines;
  private static FakeArchives fakes;
  private static NodeActivities nodes;
  private static Node bastion;
  private static Node broker;

  @BeforeAll
  static void boot() throws Exception {
    machines = new NodeMachines(folder);
    fakes = machines.fakes();
    nodes = machines.nodes();
    bastion = machines.bastion();
    broker = machines.broker();
  }

  @Test
  void connectingReturnsTheRootAndPinsTheHostKey() {
    assertThat(broker.root()).startsWith("/").endsWith("/linkspan");
    assertThat(broker.address().hostKey()).matches("[a-z0-9-]+ [A-Za-z0-9+/=]+");
    assertThat(bastion.privateAddress()).isEqualTo(machines.bastionAddress());
  }

  @Test
  void archivesComeThroughTheBastionAndAreFetchedOnce() {
    int before = fakes.downloads();
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    nodes.installArchives(OWNER, broker, bastion, fakes.archives());
    assertThat(fakes.downloads()).isEqualTo(before).isEqualTo(2);
    assertThat(machines.read(broker, "ls kafka/bin jdk/bin"))
        .contains("kafka-server-start.sh", "kafka-storage.sh", "java");
    assertThat(machines.read(bastion, "ls tasks | grep -c serve-archives")).isEqualTo("1");
  }

  @Test
  void aStoppedArchiveServerIsStartedAgainWhenItIsNeeded() {
    nodes.stopServingArchives(OWNER, bastion);
    nodes.stopServingArchives(OWNER, bastion);
    Node other = machines.fresh("late");
    assertThatThrownBy(() -> nodes.installArchives(OWNER, other, bastion, fakes.archives()))
        .hasStackTraceContaining("serves them again");
    nodes.installArchives(OWNER, other, bastion, fakes.archives());
    assertThat(machines.read(other, "ls kafka/bin | wc -l")).isEqualTo("2");
  }

  @Test
  void anArchiveServerThatOutlivedItsTaskIsReplaced() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    String old = machines.killTaskOfServer();

    nodes.stageArchives(OWNER, bastion, fakes.archives());

    assertThat(machines.servers(bastion)).isNotEmpty().isNotEqualTo(old);
    nodes.installArchives(OWNER, machines.fresh("replaced"), bastion, fakes.archives());
  }

  @Test
  void stoppingEndsAnArchiveServerThatOutlivedItsTask() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    machines.killTaskOfServer();

    nodes.stopServingArchives(OWNER, bastion);

    assertThat(machines.servers(bastion)).isEmpty();
    nodes.stageArchives(OWNER, bastion, fakes.archives());
  }

  @Test
  void anArchiveServerOfAnotherRootIsLeftAlone() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    String before = machines.servers(bastion);

    nodes.stopServingArchives(OWNER, machines.elsewhere("neighbor"));

    assertThat(machines.servers(bastion)).isEqualTo(before).isNotEmpty();
  }

  @Test
  void anArchiveServerOfAnotherRootIsNotTakenForTheOwn() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    Node late = machines.elsewhereWithArchives("late");

    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, late, fakes.archives()),
        "port 8099 of bastion is used by another program");
  }

  @Test
  void aProgramThatAnswersOnThePortIsNotTakenForTheArchiveServer() throws IOException {
    Node taken = machines.elsewhereWithArchives("taken");
    HttpServer other = onOtherPort(path -> path);
    try {
      assertNeedsPerson(
          () -> nodes.stageArchives(OWNER, taken, fakes.onOtherPort()),
          "port 8098 of bastion is used by another program");
    } finally {
      other.stop(0);
    }
    nodes.stageArchives(OWNER, taken, fakes.onOtherPort());
    nodes.stopServingArchives(OWNER, taken);
  }

  @Test
  void aServerOfTheSameArchivesThatStartedMeanwhileIsEnough() throws IOException {
    Node root = machines.elsewhereWithArchives("meanwhile");
    HttpServer earlier = onOtherPort(path -> machines.read(root, "cat archives/" + path));
    try {
      nodes.stageArchives(OWNER, root, fakes.onOtherPort());
    } finally {
      earlier.stop(0);
    }
    nodes.stageArchives(OWNER, root, fakes.onOtherPort());
    nodes.stopServingArchives(OWNER, root);
  }

  /** A server that is not Linkspan's, with an answer to each path. */
  private static HttpServer onOtherPort(UnaryOperator<String> answers) throws IOException {
    HttpServer other =
        HttpServer.create(
            new InetSocketAddress(bastion.privateAddress(), FakeArchives.OTHER_PORT), 0);
    other.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] answer = answers.apply(path.substring(1)).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    other.start();
    return other;
  }

  @Test
  void aWrongChecksumNeedsAPerson() {
    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, machines.elsewhere("checksum"), fakes.withWrongChecksum()),
        "does not have the checksum");
  }

  @Test
  void anUnknownUrlNeedsAPerson() {
    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, machines.elsewhere("url"), fakes.withUnknownUrl()), "404");
  }

  @Test
  void aBrokerIsFormattedOnceAndCanBeRestarted() {
    Node node = machines.installed("whole");
    BrokerFiles files = files(node, "whole", "");
    nodes.prepareBroker(OWNER, node, files);
    nodes.prepareBroker(OWNER, node, files);
    assertThat(machines.read(node, "cat log/formats")).isEqualTo("x");
    assertThat(machines.read(node, "cat config/server.properties"))
        .isEqualTo(files.serverProperties().strip());

    nodes.startBroker(OWNER, node, files);
    String pid = machines.read(node, "systemctl show -p MainPID whole.service");
    nodes.startBroker(OWNER, node, files);
    assertThat(machines.read(node, "systemctl show -p MainPID whole.service")).isEqualTo(pid);

    BrokerService service =
        new BrokerService(
            node.root() + "/config/server.properties", new SystemdUnit("whole.service"));
    BrokerActivities brokers = machines.brokers();
    BrokerProcess first = brokers.survey(OWNER, node, service).process().orElseThrow();
    brokers.stop(OWNER, node, service, first, PATIENCE);
    assertThat(machines.read(node, "systemctl show -p MainPID whole.service"))
        .isEqualTo("MainPID=0");
    brokers.stop(OWNER, node, service, first, PATIENCE);
    BrokerProcess second = brokers.start(OWNER, node, service);
    nodes.startBroker(OWNER, node, files);
    brokers.stop(OWNER, node, service, second, PATIENCE);
  }

  @Test
  void settingsThatKafkaRejectsAreReportedBeforeAnythingIsWritten() {
    Node node = machines.fresh("rejected");
    String classes =
        kafka.server.KafkaConfig.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();
    machines.read(
        node,
        """
        mkdir -p kafka/libs jdk/bin
        ln -s %1$s/bin/java jdk/bin/java
        %1$s/bin/jar cf kafka/libs/kafka.jar -C %2$s kafka/server
        """
            .formatted(System.getProperty("java.home"), classes));

    assertNeedsPerson(
        () ->
            nodes.prepareBroker(
                OWNER,
                node,
                files(node, "rejected", "fake.refuses=too many\n", List.of("fake.refuses"))),
        "would not start with kafka.settings: requirement failed: too many");

    assertThat(machines.read(node, "ls -A config data 2> /dev/null || true")).isEmpty();
  }

  @Test
  void anInterruptedFormatIsRepeated() {
    Node node = machines.installed("cut");
    machines.read(
        node, "mkdir -p data data.formatting; touch data.formatting/bootstrap.checkpoint");
    nodes.prepareBroker(OWNER, node, files(node, "cut", ""));
    assertThat(machines.read(node, "ls data")).isEqualTo("meta.properties");
  }

  @Test
  void aUnitThatIsReplacedIsKeptAndPutBackByItsChecksum() {
    Node node = machines.fresh("units");
    machines.read(node, "mkdir -p .");
    assertThat(nodes.unitChecksum(OWNER, node, "kafka.service")).isEmpty();
    nodes.writeUnit(OWNER, node, "kafka.service", "by hand\n");
    Optional<String> byHand = nodes.unitChecksum(OWNER, node, "kafka.service");
    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");
    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");

    for (int time = 1; time <= 2; time++) {
      nodes.restoreUnit(OWNER, node, "kafka.service", byHand.orElseThrow());
      assertThat(machines.read(node, "cat kafka.service")).isEqualTo("by hand");
    }

    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");
    machines.read(node, "rm kafka.service.*");
    assertNeedsPerson(
        () -> nodes.restoreUnit(OWNER, node, "kafka.service", byHand.orElseThrow()),
        "the earlier unit is no longer beside");
    assertThat(machines.read(node, "cat kafka.service")).isEqualTo("planned");
  }

  @Test
  void dataOfAnotherClusterIsKeptAndNeedsAPerson() {
    Node node = machines.installed("foreign");
    machines.read(
        node, "mkdir data; printf 'cluster.id=other\\nnode.id=1\\n' > data/meta.properties");
    assertNeedsPerson(
        () -> nodes.prepareBroker(OWNER, node, files(node, "foreign", "")),
        "data of another Kafka cluster");
    assertThat(machines.read(node, "head -n 1 data/meta.properties")).isEqualTo("cluster.id=other");
  }

  @Test
  void unknownDataIsKeptAndNeedsAPerson() {
    Node node = machines.installed("unknown");
    machines.read(node, "mkdir data; touch data/precious");
    assertNeedsPerson(
        () -> nodes.prepareBroker(OWNER, node, files(node, "unknown", "")), "is not empty");
    assertThat(machines.read(node, "ls data")).isEqualTo("precious");
  }

  @Test
  void aBrokerThatEndsWhileStartingIsReportedWithItsLastError() {
    Node node = machines.installed("broken");
    BrokerFiles files = files(node, "broken", "broken=yes\n");
    nodes.prepareBroker(OWNER, node, files);
    assertThatThrownBy(() -> nodes.startBroker(OWNER, node, files))
        .hasStackTraceContaining("ended while starting")
        .hasStackTraceContaining("broken on purpose");
  }

  @Test
  void anUnreachableMachineIsReportedAtOnce() {
    NodeAddress nobody =
        new NodeAddress("10.9.9.9", "root", "127.93.0.99", 2222, Optional.empty(), "");
    assertNeedsPerson(
        () -> nodes.reach(OWNER, nobody, ".linkspan-test"), "cannot be reached", "127.93.0.99");
  }

  @Test
  void theProbeGetsAJavaAndIsRemovedWithEverythingElseOfTheSetup() {
    Node found = nodes.reach(OWNER, broker.address(), ".linkspan-test");
    assertThat(found.root()).endsWith("/.linkspan-test");
    assertThat(found.privateAddress()).isEqualTo(broker.address().address());
    String version =
        nodes.prepareProbe(OWNER, found, List.of("/no/java", System.getProperty("java.home")));
    assertThat(Integer.parseInt(version)).isGreaterThanOrEqualTo(17);
    assertThat(nodes.prepareProbe(OWNER, found, List.of(System.getProperty("java.home"))))
        .isEqualTo(version);
    assertThat(machines.read(found, "cat probe.jar; readlink jdk"))
        .isEqualTo("not looked into" + System.getProperty("java.home"));
    machines.read(found, "touch ../precious");
    var unused =
        new DetachedTask(
                machines.shell(found),
                found.root(),
                "audit-left-behind",
                "echo $$ > ../pid; exec sleep 300")
            .start();
    await().until(() -> !machines.read(found, "cat ../pid 2> /dev/null || true").isEmpty());
    String audit = "/proc/" + machines.read(found, "cat ../pid");
    nodes.removeProbe(OWNER, found);
    nodes.removeProbe(OWNER, found);
    assertThat(
            machines.read(
                broker, "ls -d ../.linkspan-test ../precious ../linkspan 2> /dev/null || true"))
        .isEqualTo("../linkspan\n../precious");
    await().untilAsserted(() -> assertThat(Path.of(audit)).doesNotExist());
    assertThat(System.getProperty("java.home"))
        .satisfies(home -> assertThat(Path.of(home)).exists());
    assertNeedsPerson(() -> nodes.removeProbe(OWNER, broker), "not a folder that this setup");
  }
}
