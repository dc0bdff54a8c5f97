package dev.linkspan.activities.brokers;

import static dev.linkspan.activities.brokers.BrokerMachine.OWNER;
import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import io.temporal.testing.TestActivityEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Uses manually installed brokers that run a program that looks like Kafka from outside. */
@Execution(ExecutionMode.CONCURRENT)
class SshBrokerActivitiesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  @TempDir static Path folder;
  @AutoClose private static BrokerMachine machine;
  private static Node node;
  @AutoClose private final TestActivityEnvironment temporal = TestActivities.environment();
  private final BrokerActivities brokers = machine.activities(temporal);

  @BeforeAll
  static void boot() throws Exception {
    machine = new BrokerMachine(folder);
    node = machine.node();
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
    broker.write("# Ansible managed\n" + broker.properties());
    BrokerFacts before = brokers.survey(OWNER, node, service);
    assertThat(before.warnings().orElseThrow())
        .containsExactly(
            broker.configuration()
                + " on broker-node1: line 1 says that ansible writes this file: add the listener there"
                + " too, or its next run takes it out");
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
    broker.write(broker.properties().replace("node.id=1", "node.id=one"));
    assertNeedsPerson(
        () -> brokers.survey(OWNER, node, service),
        service.configuration()
            + " on broker-node1: node.id or broker.id is not a number (node.id: line 3)");
    assertThat(Optional.of(broker.run("ls config"))).contains("server.properties");
  }
}
