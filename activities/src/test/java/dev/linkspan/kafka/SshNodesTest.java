package dev.linkspan.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.plan.Plan.CredentialNames;
import dev.linkspan.progress.Failures;
import dev.linkspan.setup.Owner;
import dev.linkspan.ssh.Ssh;
import dev.linkspan.ssh.TestMachines;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshNodesTest {
  private static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));
  private static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";
  @TempDir static Path folder;
  private static TestMachines machines;
  private static FakeArchives fakes;
  private static Ssh ssh;
  private static TestActivityEnvironment temporal;
  private static NodeActivities nodes;
  private static Node bastion;
  private static Node broker;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    fakes = new FakeArchives(folder);
    ssh = new Ssh(machines.keys());
    temporal = TestActivityEnvironment.newInstance();
    ProbeJar jar = ProbeJar.of("not looked into".getBytes(StandardCharsets.US_ASCII));
    temporal.registerActivitiesImplementations(new SshNodes(ssh, new BastionProbe(ssh, () -> jar)));
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

  /** A root of its own with everything installed, so that tests do not meet. */
  private static Node installed(String name) {
    Node node = fresh(name);
    read(node, "ln -s ../linkspan/kafka kafka; ln -s ../linkspan/jdk jdk");
    return node;
  }

  private static BrokerFiles files(Node node, String name, String extra) {
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
        1, CLUSTER, "kafka", properties, name + ".service", unit, List.of(9092, 39092));
  }

  private static void assertNeedsPerson(ThrowingCallable call, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ActivityFailure.class,
            failure ->
                assertThat(failure.getCause())
                    .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        cause -> {
                          assertThat(cause.getType()).isEqualTo(Failures.NEEDS_PERSON);
                          assertThat(cause.getOriginalMessage()).contains(text);
                        }));
  }

  @Test
  void connectingTellsTheRootAndPinsTheHostKey() {
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
  void servingThatEndedIsTakenUpAgainByWhoeverNeedsIt() {
    nodes.stopServingArchives(OWNER, bastion);
    nodes.stopServingArchives(OWNER, bastion);
    Node other = fresh("late");
    assertThatThrownBy(() -> nodes.installArchives(OWNER, other, bastion, fakes.archives()))
        .hasStackTraceContaining("serves them again");
    nodes.installArchives(OWNER, other, bastion, fakes.archives());
    assertThat(read(other, "ls kafka/bin | wc -l")).isEqualTo("2");
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

  @Test
  void aBrokerIsFormattedOnceAndStartsStopsStarts() {
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

    nodes.stopBroker(OWNER, node, files);
    assertThat(read(node, "systemctl show -p MainPID whole.service")).isEqualTo("MainPID=0");
    nodes.stopBroker(OWNER, node, files);
    nodes.startBroker(OWNER, node, files);
    nodes.stopBroker(OWNER, node, files);
  }

  @Test
  void aFormatThatWasCutShortIsDoneAgain() {
    Node node = installed("cut");
    read(node, "mkdir -p data data.formatting; touch data.formatting/bootstrap.checkpoint");
    nodes.prepareBroker(OWNER, node, files(node, "cut", ""));
    assertThat(read(node, "ls data")).isEqualTo("meta.properties");
  }

  @Test
  void dataOfAnotherClusterNeedsAPersonAndStays() {
    Node node = installed("foreign");
    read(node, "mkdir data; printf 'cluster.id=other\\nnode.id=1\\n' > data/meta.properties");
    assertNeedsPerson(
        () -> nodes.prepareBroker(OWNER, node, files(node, "foreign", "")),
        "data of another Kafka cluster");
    assertThat(read(node, "head -n 1 data/meta.properties")).isEqualTo("cluster.id=other");
  }

  @Test
  void unknownDataNeedsAPersonAndStays() {
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
  void aReplacedConfigurationCanBePutBack() {
    Node node = installed("replace");
    BrokerFiles old = files(node, "replace", "say='old'\n");
    BrokerFiles changed = files(node, "replace", "say=\"new\"\n");
    nodes.prepareBroker(OWNER, node, old);
    nodes.replaceConfiguration(OWNER, node, changed);
    nodes.replaceConfiguration(OWNER, node, changed);
    assertThat(read(node, "cat config/server.properties"))
        .isEqualTo(changed.serverProperties().strip());
    nodes.restoreConfiguration(OWNER, node, changed);
    nodes.restoreConfiguration(OWNER, node, changed);
    assertThat(read(node, "cat config/server.properties"))
        .isEqualTo(old.serverProperties().strip());
  }
}
