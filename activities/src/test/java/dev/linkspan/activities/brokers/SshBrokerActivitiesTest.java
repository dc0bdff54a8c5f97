package dev.linkspan.activities.brokers;

import static dev.linkspan.activities.brokers.BrokerMachine.OWNER;
import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.SettingsChange;
import io.temporal.testing.TestActivityEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Uses manually installed brokers that run a program that looks like Kafka from outside. */
@Execution(ExecutionMode.CONCURRENT)
class SshBrokerActivitiesTest {
  private static final String FILE = "cat config/server.properties";
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** The programs of the machine that write files, which one test replaces. */
  private static final String PROGRAMS = "programs";

  @TempDir static Path folder;
  private static BrokerMachine machine;
  private static Node node;
  private final TestActivityEnvironment temporal = TestActivities.environment();
  private final BrokerActivities brokers = machine.activities(temporal);

  @BeforeAll
  static void boot() throws Exception {
    machine = new BrokerMachine(folder);
    node = machine.node();
  }

  @AfterAll
  static void halt() {
    machine.close();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void aDisabledUnitIsEnabledAgainAndTheBrokerKeepsRunning() {
    FakeBroker broker = machine.broker("enabled", 6, 9240);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    brokers.enableUnit(OWNER, node, service);
    broker.run("rm \"$LINKSPAN_MACHINE_FOLDER\"/units/enabled.service.enabled");
    brokers.enableUnit(OWNER, node, service);
    assertThat(broker.run("systemctl is-enabled enabled.service")).isEqualTo("enabled");
    assertThat(brokers.start(OWNER, node, service)).isEqualTo(process);
    brokers.stop(OWNER, node, service, process, PATIENCE);
    brokers.enableUnit(OWNER, node, broker.byCommands());
  }

  @Test
  void aUnitWhoseLinkIsGoneIsEnabledByItsFile() {
    FakeBroker broker = machine.broker("linked", 7, 9250);
    BrokerService service = broker.byUnit();
    broker.run("cp linked.service '" + node.root() + "'; systemctl disable linked.service");
    brokers.enableUnit(OWNER, node, service);
    assertThat(broker.run("systemctl is-enabled linked.service")).isEqualTo("enabled");
  }

  @Test
  void aUnitThatDoesNotExistParks() {
    BrokerService service =
        new BrokerService(
            machine.broker("none", 8, 9260).configuration(), new SystemdUnit("none.service"));
    assertNeedsPerson(
        () -> brokers.enableUnit(OWNER, node, service),
        "unit none.service on broker-node1 cannot be enabled",
        "none.service does not exist");
  }

  @Test
  void aSurveyReturnsFactsFromFileProcessAndDataWithoutSecrets() {
    FakeBroker broker = machine.broker("told", 1, 9100);
    BrokerService service = broker.byUnit();
    BrokerFacts before = brokers.survey(OWNER, node, service);
    assertThat(before.process()).isEmpty();
    assertThat(before.kafkaVersion()).isEmpty();
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);

    assertThat(facts.nodeId()).isEqualTo(1);
    assertThat(facts.controller()).isTrue();
    assertThat(facts.zooKeeper()).isFalse();
    assertThat(facts.listeners())
        .containsExactly(
            new Listener("INTERNAL", node.privateAddress(), 9100),
            new Listener("CONTROLLER", node.privateAddress(), 9101));
    assertThat(facts.advertised())
        .containsExactly(new Listener("INTERNAL", node.privateAddress(), 9100));
    assertThat(facts.interBrokerListener()).isEqualTo("INTERNAL");
    assertThat(facts.formattedFor()).contains("BRl69zcmTFmiPaoaANybiw");
    assertThat(facts.kafkaVersion()).isEqualTo("3.7.1");
    assertThat(facts.javaHome()).isPresent();
    assertThat(facts.process()).contains(process);
    assertThat(process.ports()).containsExactly(9100, 9101);
    assertThat(facts.checksum())
        .isEqualTo(broker.run("sha256sum config/server.properties | cut -d' ' -f1"));
    assertThat(facts.toString()).doesNotContain(FakeBroker.SECRET);
    assertThat(brokers.survey(OWNER, node, service).process()).isEmpty();
  }

  @Test
  void brokersOfOneMachineAreDistinguishedByTheirFiles() {
    BrokerService one = machine.broker("one", 1, 9110).byCommands();
    BrokerService two = machine.broker("two", 2, 9120).byUnit();
    BrokerProcess first = brokers.start(OWNER, node, one);
    BrokerProcess second = brokers.start(OWNER, node, two);
    assertThat(first.pid()).isNotEqualTo(second.pid());
    assertThat(brokers.start(OWNER, node, one)).isEqualTo(first);
    brokers.stop(OWNER, node, one, first, PATIENCE);
    brokers.stop(OWNER, node, one, first, PATIENCE);
    assertThat(brokers.survey(OWNER, node, one).process()).isEmpty();
    assertThat(brokers.survey(OWNER, node, two).process()).contains(second);
    BrokerProcess again = brokers.start(OWNER, node, one);
    assertThat(again).isNotEqualTo(first);
    brokers.stop(OWNER, node, one, first, PATIENCE);
    assertThat(brokers.survey(OWNER, node, one).process()).isPresent();
    brokers.stop(OWNER, node, one, again, PATIENCE);
    brokers.stop(OWNER, node, two, second, PATIENCE);
  }

  @Test
  void aStopThatTakesTooLongParksAndNeverKills() {
    FakeBroker broker = machine.broker("slow", 1, 9130);
    BrokerService service = broker.byCommands();
    BrokerProcess process = brokers.start(OWNER, node, service);
    broker.run("touch config/hold");
    assertNeedsPerson(
        () -> brokers.stop(OWNER, node, service, process, PATIENCE),
        "did not stop within",
        "shutting down");
    assertThat(brokers.survey(OWNER, node, service).process()).contains(process);
    broker.run("rm config/hold");
    brokers.stop(OWNER, node, service, process, PATIENCE);
    assertThat(brokers.survey(OWNER, node, service).process()).isEmpty();
    assertThat(broker.run("grep -c 'shutting down' log/server.log")).isEqualTo("1");
  }

  @Test
  void aUnitThatDoesNotOwnTheProcessIsDetected() {
    FakeBroker broker = machine.broker("foreign", 1, 9140);
    BrokerService service = broker.byCommands();
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerService wrong = new BrokerService(service.configuration(), new SystemdUnit("no.service"));
    assertNeedsPerson(
        () -> brokers.stop(OWNER, node, wrong, process, PATIENCE), "cannot be asked to stop");
    assertThat(brokers.survey(OWNER, node, service).process()).contains(process);
    brokers.stop(OWNER, node, service, process, PATIENCE);
  }

  @Test
  void aBrokerThatEndsWhileStartingIsReportedWithItsLastErrorAndNoSecret() {
    for (boolean byUnit : List.of(true, false)) {
      FakeBroker broker = machine.broker("ends-" + byUnit, 1, 9150);
      broker.write(broker.properties() + "fake=ends\n");
      BrokerService service = byUnit ? broker.byUnit() : broker.byCommands();
      assertNeedsPerson(() -> brokers.start(OWNER, node, service), "ended while starting")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(FakeBroker.SECRET));
    }
  }

  @Test
  void theErrorsOfABrokerThatRanBeforeAreReportedWithoutSecrets() {
    FakeBroker broker = machine.broker("broken", 1, 9160);
    BrokerService service = broker.byCommands();
    brokers.stop(OWNER, node, service, brokers.start(OWNER, node, service), PATIENCE);
    broker.write(broker.properties() + "fake=ends\n");
    assertNeedsPerson(
            () -> brokers.start(OWNER, node, service),
            "ended while starting",
            "broken on purpose",
            "Address already in use")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(FakeBroker.SECRET));
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aBrokerThatLogsElsewhereIsKnownByItsPorts() {
    FakeBroker broker = machine.broker("quiet", 1, 9170);
    broker.write(broker.properties() + "fake=quiet\n");
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    assertThat(brokers.survey(OWNER, node, service).process()).contains(process);
    brokers.stop(OWNER, node, service, process, PATIENCE);
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aListenerIsWrittenOnceKeptModeAndBackupAndIsRestored() {
    FakeBroker broker = machine.broker("edit", 1, 9180);
    BrokerService service = broker.byUnit();
    broker.run("chmod 640 config/server.properties");
    ListenerEdit shown = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    ListenerEdit edit = brokers.writeListener(OWNER, node, service, machine.wanted(1));
    assertThat(edit).isEqualTo(shown);
    assertThat(edit.changes()).isTrue();
    assertThat(edit.diff()).contains("EXTERNAL://b1.x.y:9093");
    assertThat(edit.values().get("listener.security.protocol.map")).contains("EXTERNAL:PLAINTEXT");
    assertThat(edit.toString()).doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE)).contains("EXTERNAL://b1.x.y:9093", FakeBroker.SECRET);

    String inode = broker.run("stat -c %i config/server.properties");
    assertThat(brokers.writeListener(OWNER, node, service, machine.wanted(1))).isEqualTo(edit);
    assertThat(broker.run("stat -c %i config/server.properties")).isEqualTo(inode);
    assertThat(broker.run("ls config"))
        .isEqualTo(
            "server.properties\nserver.properties.linkspan-" + edit.before().substring(0, 12));
    assertThat(broker.run("stat -c %a config/*")).isEqualTo("640\n640");
    assertThat(brokers.previewListener(OWNER, node, service, machine.wanted(1)).changes())
        .isFalse();

    brokers.restoreConfiguration(OWNER, node, service, edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    broker.write(broker.properties() + "log.retention.hours=1\n");
    assertNeedsPerson(
        () -> brokers.restoreConfiguration(OWNER, node, service, edit), "changed by somebody else");
    assertThat(broker.run(FILE)).endsWith("log.retention.hours=1");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void c11AListenerGoesOutOfTheFileAndOfNothingElse() {
    FakeBroker broker = machine.broker("restored", 1, 9270);
    BrokerService service = broker.byUnit();
    ExternalListener added = machine.wanted(1);
    brokers.writeListener(OWNER, node, service, added);

    ListenerEdit shown = brokers.previewListenerRemoval(OWNER, node, service, added);
    ListenerEdit edit = brokers.removeListener(OWNER, node, service, added);
    assertThat(edit).isEqualTo(shown);
    assertThat(edit.changes()).isTrue();
    assertThat(edit.diff()).contains("-").doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(brokers.removeListener(OWNER, node, service, added)).isEqualTo(edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).contains("EXTERNAL://b1.x.y:9093");

    broker.run("printf 'log.retention.hours=1\\n' >> config/server.properties");
    brokers.removeListener(OWNER, node, service, added);
    assertThat(broker.run(FILE)).isEqualTo(broker.properties() + "log.retention.hours=1");
    broker.run("rm config/server.properties.linkspan-*");
    brokers.writeListener(OWNER, node, service, added);
    broker.run("rm config/server.properties.linkspan-*");
    assertNeedsPerson(
        () -> brokers.removeListener(OWNER, node, service, added), "no backup", "EXTERNAL");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void settingsAreWrittenInPlaceAndAreRestored() {
    FakeBroker broker = machine.broker("settings", 1, 9240);
    BrokerService service = broker.byUnit();
    broker.write(broker.properties() + "log.retention.hours=1\nnum.io.threads=9\n");
    String before = broker.run(FILE);
    var settings =
        new SettingsChange(
            Map.of("log.retention.hours", "72", "num.partitions", "6"), List.of("num.io.threads"));

    ListenerEdit shown = brokers.previewSettings(OWNER, node, service, settings);
    assertThat(broker.run(FILE)).isEqualTo(before);
    ListenerEdit edit = brokers.writeSettings(OWNER, node, service, settings);

    assertThat(edit).isEqualTo(shown);
    assertThat(edit.values()).isEqualTo(Map.of("log.retention.hours", "72", "num.partitions", "6"));
    assertThat(edit.diff())
        .contains("-log.retention.hours=1", "+log.retention.hours=72", "-num.io.threads=9")
        .doesNotContain(FakeBroker.SECRET);
    assertThat(broker.run(FILE))
        .isEqualTo(
            before.replace("hours=1", "hours=72").replace("num.io.threads=9", "num.partitions=6"));
    assertThat(brokers.writeSettings(OWNER, node, service, settings)).isEqualTo(edit);
    brokers.restoreConfiguration(OWNER, node, service, edit);
    assertThat(broker.run(FILE)).isEqualTo(before);
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aSettingThatTheRunningKafkaDoesNotKnowOrRejectsChangesNothing() {
    FakeBroker broker = machine.broker("rejected", 1, 9250);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    var unknown = new SettingsChange(Map.of("unknown.hours", "72"), List.of());
    var invalid = new SettingsChange(Map.of("fake.refuses", "too many"), List.of());

    assertNeedsPerson(
        () -> brokers.previewSettings(OWNER, node, service, unknown),
        "does not know the setting unknown.hours");
    assertNeedsPerson(
        () -> brokers.writeSettings(OWNER, node, service, invalid),
        "Kafka would not start with the new settings: requirement failed: too many");

    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    brokers.stop(OWNER, node, service, process, PATIENCE);
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void aFileThatChangesWhileItIsEditedIsNotReplaced() {
    FakeBroker broker = machine.broker("race", 1, 9190);
    BrokerService service = broker.byCommands();
    ListenerEdit edit = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    broker.write(broker.properties() + "log.retention.hours=1\n");
    ConfigurationEditor files = new ConfigurationEditor(machine.shell(), node, service);
    assertThatThrownBy(() -> files.write(edit, new byte[0]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed by somebody else just now");
    assertThat(broker.run(FILE)).endsWith("log.retention.hours=1");
    assertThat(broker.run("ls config")).isEqualTo("server.properties");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ)
  void truncatedContentDoesNotReplaceTheFile() {
    FakeBroker broker = machine.broker("cut", 1, 9200);
    BrokerService service = broker.byCommands();
    ListenerEdit edit = brokers.previewListener(OWNER, node, service, machine.wanted(1));
    ConfigurationEditor files = new ConfigurationEditor(machine.shell(), node, service);
    assertThatThrownBy(() -> files.write(edit, "half".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("reads back otherwise");
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(broker.run("ls config | grep -c part || true")).isEqualTo("0");
  }

  @Test
  @ResourceLock(value = PROGRAMS, mode = ResourceAccessMode.READ_WRITE)
  void aFullDiskIsReportedAndLeavesTheFileUnchanged() {
    FakeBroker broker = machine.broker("full", 1, 9220);
    BrokerService service = broker.byCommands();
    String cp = broker.run("dirname \"$(command -v systemctl)\"") + "/cp";
    byte[] failing =
        "echo 'cp: error writing: No space left on device' >&2; exit 1\n"
            .getBytes(StandardCharsets.US_ASCII);
    machine.shell().upload(cp, failing, Duration.ofSeconds(20));
    broker.run("chmod +x " + cp);
    try {
      assertNeedsPerson(
          () -> brokers.writeListener(OWNER, node, service, machine.wanted(1)),
          "no room to write",
          "as it was");
    } finally {
      broker.run("rm " + cp);
    }
    assertThat(broker.run(FILE)).isEqualTo(broker.properties().strip());
    assertThat(broker.run("ls config")).isEqualTo("server.properties");
  }

  @Test
  void unsupportedConfigurationsAreRejectedWithARemedy() {
    FakeBroker broker = machine.broker("refused", 1, 9210);
    BrokerService service = broker.byCommands();
    ExternalListener taken =
        new ExternalListener("EXTERNAL", "0.0.0.0", 9210, "b1.x.y", 9093, "PLAINTEXT");
    assertNeedsPerson(
        () -> brokers.previewListener(OWNER, node, service, taken), service.configuration());
    BrokerService missing = new BrokerService("/no/such/file", service.control());
    assertNeedsPerson(() -> brokers.survey(OWNER, node, missing), "there is no file /no/such/file");
    broker.write(
        """
        process.roles=controller
        node.id=1
        controller.listener.names=C
        listeners=C://:9211
        controller.quorum.voters=1@h:1
        """);
    assertNeedsPerson(() -> brokers.survey(OWNER, node, service), "controller");
    assertThat(Optional.of(broker.run("ls config"))).contains("server.properties");
  }
}
