package dev.linkspan.activities.nodes;

import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.activities.brokers.SshBrokerActivities;
import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshNodeActivitiesTest {
  private static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));
  private static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir static Path folder;
  private static TestMachines machines;
  private static FakeArchives fakes;
  private static Ssh ssh;
  private static TestActivityEnvironment temporal;
  private static NodeActivities nodes;
  private static BrokerActivities brokers;
  private static Node bastion;
  private static Node broker;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    fakes = new FakeArchives(folder);
    ssh = new Ssh(machines.keys());
    temporal = TestActivities.environment();
    ProbeJar jar = ProbeJar.of("not looked into".getBytes(StandardCharsets.US_ASCII));
    temporal.registerActivitiesImplementations(
        new SshNodeActivities(ssh, new BastionProbe(ssh, () -> jar)), new SshBrokerActivities(ssh));
    brokers = temporal.newActivityStub(BrokerActivities.class);
    nodes = temporal.newActivityStub(NodeActivities.class);
    bastion =
        nodes.connect(OWNER, machines.bastion(), machines.bastionPrivateAddress(), "linkspan");
    var address = machines.broker(bastion.address().hostKey());
    broker = nodes.connect(OWNER, address, address.address(), "linkspan");
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    nodes.installArchives(OWNER, broker, bastion, fakes.archives());
  }

  @AfterAll
  static void halt() {
    temporal.close();
    ssh.close();
    fakes.close();
    machines.close();
  }

  private static String read(Node node, String command) {
    return ssh.on(TestMachines.KEY, node.address())
        .run("cd '" + node.root() + "'\n" + command, Duration.ofSeconds(20))
        .stdout()
        .strip();
  }

  private static Node fresh(String name) {
    return nodes.connect(OWNER, broker.address(), broker.privateAddress(), "linkspan-" + name);
  }

  /** Installs everything in a separate root folder for each test. */
  private static Node installed(String name) {
    Node node = fresh(name);
    read(node, "ln -s ../linkspan/kafka kafka; ln -s ../linkspan/jdk jdk");
    return node;
  }

  private static BrokerFiles files(Node node, String name, String extra) {
    return files(node, name, extra, List.of());
  }

  private static BrokerFiles files(Node node, String name, String extra, List<String> settings) {
    String properties = "node.id=1\nlog.dirs=" + node.root() + "/data\n" + extra;
    String unit =
        """
        [Service]
        Type=simple
        User=kafka
        WorkingDirectory=%1$s
        Environment="LOG_DIR=%1$s/log"
        ExecStart=%1$s/kafka/bin/kafka-server-start.sh %1$s/config/server.properties
        TimeoutStopSec=330
        SuccessExitStatus=143

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(node.root());
    return new BrokerFiles(
        1, CLUSTER, "kafka", properties, name + ".service", unit, List.of(9092, 39092), settings);
  }

  @Test
  void connectingReturnsTheRootAndPinsTheHostKey() {
    assertThat(broker.root()).startsWith("/").endsWith("/linkspan");
    assertThat(broker.address().hostKey()).matches("[a-z0-9-]+ [A-Za-z0-9+/=]+");
    assertThat(bastion.privateAddress()).isEqualTo(machines.bastionPrivateAddress());
  }

  @Test
  void archivesComeThroughTheBastionAndAreFetchedOnce() {
    int before = fakes.downloads();
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    nodes.installArchives(OWNER, broker, bastion, fakes.archives());
    assertThat(fakes.downloads()).isEqualTo(before).isEqualTo(2);
    assertThat(read(broker, "ls kafka/bin jdk/bin"))
        .contains("kafka-server-start.sh", "kafka-storage.sh", "java");
    assertThat(read(bastion, "ls tasks | grep -c serve-archives")).isEqualTo("1");
  }

  @Test
  void aStoppedArchiveServerIsStartedAgainWhenItIsNeeded() {
    nodes.stopServingArchives(OWNER, bastion);
    nodes.stopServingArchives(OWNER, bastion);
    Node other = fresh("late");
    assertThatThrownBy(() -> nodes.installArchives(OWNER, other, bastion, fakes.archives()))
        .hasStackTraceContaining("serves them again");
    nodes.installArchives(OWNER, other, bastion, fakes.archives());
    assertThat(read(other, "ls kafka/bin | wc -l")).isEqualTo("2");
  }

  @Test
  void anArchiveServerThatOutlivedItsTaskIsReplaced() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    String old = killTaskOfServer();

    nodes.stageArchives(OWNER, bastion, fakes.archives());

    assertThat(servers(bastion)).isNotEmpty().isNotEqualTo(old);
    nodes.installArchives(OWNER, fresh("replaced"), bastion, fakes.archives());
  }

  @Test
  void stoppingEndsAnArchiveServerThatOutlivedItsTask() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    killTaskOfServer();

    nodes.stopServingArchives(OWNER, bastion);

    assertThat(servers(bastion)).isEmpty();
    nodes.stageArchives(OWNER, bastion, fakes.archives());
  }

  @Test
  void anArchiveServerOfAnotherRootIsLeftAlone() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    String before = servers(bastion);

    nodes.stopServingArchives(OWNER, elsewhere("neighbor"));

    assertThat(servers(bastion)).isEqualTo(before).isNotEmpty();
  }

  @Test
  void anArchiveServerOfAnotherRootIsNotTakenForTheOwn() {
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    Node late = elsewhereWithArchives("late");

    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, late, fakes.archives()),
        "port 8099 of bastion is used by another program");
  }

  @Test
  void aProgramThatAnswersOnThePortIsNotTakenForTheArchiveServer() throws IOException {
    HttpServer other =
        HttpServer.create(
            new InetSocketAddress(bastion.privateAddress(), FakeArchives.OTHER_PORT), 0);
    other.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] answer = path.substring(1).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    other.start();
    Node taken = elsewhereWithArchives("taken");
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

  /** Kills only the shell of the task, so that the server itself goes on; returns its process. */
  private static String killTaskOfServer() {
    await().atMost(PATIENCE).until(() -> servers(bastion).lines().count() == 1);
    read(
        bastion, "for task in tasks/serve-archives-*/pid; do kill -9 $(cut -d' ' -f1 $task); done");
    return servers(bastion);
  }

  /** The processes of this root that have these arguments. */
  private static String servers(Node node) {
    return read(
        node,
        """
        for process in /proc/[0-9]*; do
          [ "$(readlink $process/cwd)" = "$PWD" ] || continue
          tr '\\0' '\\n' < $process/cmdline | grep -A1 -x -e serve | grep -q -x -e --address || continue
          echo ${process#/proc/}
        done 2> /dev/null
        """);
  }

  @Test
  void aWrongChecksumNeedsAPerson() {
    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, elsewhere("checksum"), fakes.withWrongChecksum()),
        "does not have the checksum");
  }

  @Test
  void anUnknownUrlNeedsAPerson() {
    assertNeedsPerson(
        () -> nodes.stageArchives(OWNER, elsewhere("url"), fakes.withUnknownUrl()), "404");
  }

  private static Node elsewhere(String name) {
    return nodes.connect(OWNER, bastion.address(), bastion.privateAddress(), "linkspan-" + name);
  }

  private static Node elsewhereWithArchives(String name) {
    Node node = elsewhere(name);
    read(node, "cp -r ../linkspan/archives ../linkspan/jdk .");
    return node;
  }

  @Test
  void aBrokerIsFormattedOnceAndCanBeRestarted() {
    Node node = installed("whole");
    BrokerFiles files = files(node, "whole", "");
    nodes.prepareBroker(OWNER, node, files);
    nodes.prepareBroker(OWNER, node, files);
    assertThat(read(node, "cat log/formats")).isEqualTo("x");
    assertThat(read(node, "cat config/server.properties"))
        .isEqualTo(files.serverProperties().strip());

    nodes.startBroker(OWNER, node, files);
    String pid = read(node, "systemctl show -p MainPID whole.service");
    nodes.startBroker(OWNER, node, files);
    assertThat(read(node, "systemctl show -p MainPID whole.service")).isEqualTo(pid);

    BrokerService service =
        new BrokerService(
            node.root() + "/config/server.properties", new SystemdUnit("whole.service"));
    BrokerProcess first = brokers.survey(OWNER, node, service).process().orElseThrow();
    brokers.stop(OWNER, node, service, first, PATIENCE);
    assertThat(read(node, "systemctl show -p MainPID whole.service")).isEqualTo("MainPID=0");
    brokers.stop(OWNER, node, service, first, PATIENCE);
    BrokerProcess second = brokers.start(OWNER, node, service);
    nodes.startBroker(OWNER, node, files);
    brokers.stop(OWNER, node, service, second, PATIENCE);
  }

  @Test
  void settingsThatKafkaRejectsAreReportedBeforeAnythingIsWritten() {
    Node node = fresh("rejected");
    String classes =
        kafka.server.KafkaConfig.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();
    read(
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

    assertThat(read(node, "ls -A config data 2> /dev/null || true")).isEmpty();
  }

  @Test
  void anInterruptedFormatIsRepeated() {
    Node node = installed("cut");
    read(node, "mkdir -p data data.formatting; touch data.formatting/bootstrap.checkpoint");
    nodes.prepareBroker(OWNER, node, files(node, "cut", ""));
    assertThat(read(node, "ls data")).isEqualTo("meta.properties");
  }

  @Test
  void aUnitThatIsReplacedIsKeptAndPutBackByItsChecksum() {
    Node node = fresh("units");
    read(node, "mkdir -p .");
    assertThat(nodes.unitChecksum(OWNER, node, "kafka.service")).isEmpty();
    nodes.writeUnit(OWNER, node, "kafka.service", "by hand\n");
    Optional<String> byHand = nodes.unitChecksum(OWNER, node, "kafka.service");
    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");
    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");

    for (int time = 1; time <= 2; time++) {
      nodes.restoreUnit(OWNER, node, "kafka.service", byHand.orElseThrow());
      assertThat(read(node, "cat kafka.service")).isEqualTo("by hand");
    }

    nodes.writeUnit(OWNER, node, "kafka.service", "planned\n");
    read(node, "rm kafka.service.*");
    assertNeedsPerson(
        () -> nodes.restoreUnit(OWNER, node, "kafka.service", byHand.orElseThrow()),
        "the earlier unit is no longer beside");
    assertThat(read(node, "cat kafka.service")).isEqualTo("planned");
  }

  @Test
  void dataOfAnotherClusterIsKeptAndNeedsAPerson() {
    Node node = installed("foreign");
    read(node, "mkdir data; printf 'cluster.id=other\\nnode.id=1\\n' > data/meta.properties");
    assertNeedsPerson(
        () -> nodes.prepareBroker(OWNER, node, files(node, "foreign", "")),
        "data of another Kafka cluster");
    assertThat(read(node, "head -n 1 data/meta.properties")).isEqualTo("cluster.id=other");
  }

  @Test
  void unknownDataIsKeptAndNeedsAPerson() {
    Node node = installed("unknown");
    read(node, "mkdir data; touch data/precious");
    assertNeedsPerson(
        () -> nodes.prepareBroker(OWNER, node, files(node, "unknown", "")), "is not empty");
    assertThat(read(node, "ls data")).isEqualTo("precious");
  }

  @Test
  void aBrokerThatEndsWhileStartingIsReportedWithItsLastError() {
    Node node = installed("broken");
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
    assertThat(read(found, "cat probe.jar; readlink jdk"))
        .isEqualTo("not looked into" + System.getProperty("java.home"));
    read(found, "touch ../precious");
    var unused =
        new DetachedTask(
                ssh.on(TestMachines.KEY, found.address()),
                found.root(),
                "audit-left-behind",
                "echo $$ > ../pid; exec sleep 300")
            .start();
    await().until(() -> !read(found, "cat ../pid 2> /dev/null || true").isEmpty());
    String audit = "/proc/" + read(found, "cat ../pid");
    nodes.removeProbe(OWNER, found);
    nodes.removeProbe(OWNER, found);
    assertThat(read(broker, "ls -d ../.linkspan-test ../precious ../linkspan 2> /dev/null || true"))
        .isEqualTo("../linkspan\n../precious");
    await().untilAsserted(() -> assertThat(Path.of(audit)).doesNotExist());
    assertThat(System.getProperty("java.home"))
        .satisfies(home -> assertThat(Path.of(home)).exists());
    assertNeedsPerson(() -> nodes.removeProbe(OWNER, broker), "not a folder that this setup");
  }
}
