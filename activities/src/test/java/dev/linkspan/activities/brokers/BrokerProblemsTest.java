package dev.linkspan.activities.brokers;

import static dev.linkspan.activities.brokers.BrokerMachine.OWNER;
import static dev.linkspan.activities.execution.NeedsPerson.assertNeedsPerson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import io.confluent.support.metrics.SupportedKafka;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import kafka.Kafka;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Compares files with real processes that look like Kafka from outside. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerProblemsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
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
  @DisplayName("C3: an option of the command line that replaces the listeners is named")
  void c3_anOverrideOfTheListenersIsNamed() {
    BrokerService service =
        machine
            .broker("override", 1, 9300)
            .startedBy(
                Kafka.class,
                "--override listeners=INTERNAL://:9300 --override log.retention.hours=1"
                    + " --override node.id=1 --override ssl.key.password=hunter3")
            .byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);

    assertThat(facts.problems()).singleElement().asString().contains("--override listeners=");
    assertThat(facts.problems().get(0))
        .contains(service.configuration(), "restart the broker")
        .doesNotContain("retention", "node.id", "hunter3");
    assertThat(brokers.survey(OWNER, node, service).problems()).isEmpty();
  }

  @Test
  @DisplayName("C4: a vendor's main class is recognized by the file, stopped and started")
  void c4_aVendorsMainClassIsRecognized() {
    BrokerService service =
        machine.broker("vendor", 1, 9310).startedBy(SupportedKafka.class, "").byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    assertThat(facts.process()).contains(process);
    assertThat(facts.problems()).isEmpty();
    brokers.stop(OWNER, node, service, process, PATIENCE);
    assertThat(brokers.survey(OWNER, node, service).process()).isEmpty();
  }

  @Test
  @DisplayName("C4: a process that listens on the port, but runs with another file, is named")
  void c4_aProcessWithAnotherFileIsNamedWithItsFile() {
    FakeBroker broker = machine.broker("elsewhere", 1, 9320);
    BrokerService running = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, running);
    String other = broker.run("cp config/server.properties other.conf && readlink -f other.conf");
    BrokerFacts facts = brokers.survey(OWNER, node, new BrokerService(other, running.control()));
    brokers.stop(OWNER, node, running, process, PATIENCE);

    assertThat(facts.process()).isEmpty();
    assertThat(facts.problems()).singleElement().asString().contains("no process runs with");
    assertThat(facts.problems().get(0))
        .contains(other, "process " + process.pid(), running.configuration(), "in the spec");
  }

  @Test
  void aUnitThatDoesNotExistOrDoesNotOwnTheProcessIsRefusedBeforeAnythingChanges() {
    FakeBroker broker = machine.broker("by-hand", 1, 9360);
    BrokerService byUnit = broker.byUnit();
    BrokerService byCommands = broker.byCommands();
    BrokerProcess process = brokers.start(OWNER, node, byCommands);
    BrokerFacts foreign = brokers.survey(OWNER, node, byUnit);
    BrokerFacts missing =
        brokers.survey(
            OWNER,
            node,
            new BrokerService(byUnit.configuration(), new SystemdUnit("kafka@a\\x2db.service")));
    BrokerFacts right = brokers.survey(OWNER, node, byCommands);
    brokers.stop(OWNER, node, byCommands, process, PATIENCE);
    BrokerProcess owned = brokers.start(OWNER, node, byUnit);
    BrokerFacts own = brokers.survey(OWNER, node, byUnit);
    brokers.stop(OWNER, node, byUnit, owned, PATIENCE);

    assertThat(foreign.problems()).singleElement().asString().contains("does not belong to");
    assertThat(foreign.problems().get(0))
        .contains("process " + process.pid(), "by-hand.service", byUnit.configuration());
    assertThat(missing.problems())
        .singleElement()
        .asString()
        .contains("there is no unit kafka@a\\x2db.service");
    assertThat(missing.stopTimeout()).isEmpty();
    assertThat(right.problems()).isEmpty();
    assertThat(own.problems()).isEmpty();
    assertThat(brokers.survey(OWNER, node, byUnit).problems()).isEmpty();
  }

  @Test
  void aStopScriptThatEndsEveryKafkaOfTheMachineIsRefusedWhereThereAreOthers() {
    BrokerService other = machine.broker("other-cluster", 2, 9380).byCommands();
    BrokerService service = machine.broker("shared", 1, 9370).byCommands();
    BrokerProcess otherProcess = brokers.start(OWNER, node, other);
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerService every =
        new BrokerService(
            service.configuration(), new Commands("/opt/start", "bin/kafka-server-stop.sh"));
    BrokerFacts facts = brokers.survey(OWNER, node, every);
    brokers.stop(OWNER, node, service, process, PATIENCE);
    brokers.stop(OWNER, node, other, otherProcess, PATIENCE);

    assertThat(facts.problems()).singleElement().asString().contains("stops every Kafka");
    assertThat(facts.problems().get(0))
        .contains(String.valueOf(otherProcess.pid()), "--node-id")
        .doesNotContain(String.valueOf(process.pid()));
  }

  @Test
  void aBrokerInAContainerIsRefusedWithAUnitAndHandledByItsCommands() {
    FakeBroker broker = machine.broker("contained", 1, 9350).inNamespace();
    assumeTrue(
        broker.run("unshare --pid --fork true && echo yes || true").equals("yes"),
        "this user may not create a process namespace");
    BrokerService byCommands = broker.byCommands();
    BrokerService byUnit = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, byCommands);
    BrokerFacts withUnit = brokers.survey(OWNER, node, byUnit);
    BrokerFacts withCommands = brokers.survey(OWNER, node, byCommands);
    brokers.stop(OWNER, node, byCommands, process, PATIENCE);

    assertThat(withUnit.process()).contains(process);
    assertThat(withUnit.problems()).singleElement().asString().contains("runs in a container");
    assertThat(withUnit.problems().get(0))
        .contains("another process namespace", "give the commands that stop and start");
    assertThat(withCommands.process()).contains(process);
    assertThat(withCommands.problems()).isEmpty();
    assertThat(brokers.survey(OWNER, node, byCommands).process()).isEmpty();
  }

  @Test
  void aFileThatKafkaRefusesIsFoundWhileTheBrokerRuns() {
    FakeBroker broker = machine.broker("refusing", 1, 9330);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    broker.write(broker.properties() + "fake.refuses=no listener is called INTERNAL\n");
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    broker.write(broker.properties() + "fake.refuses=the password hunter2 is wrong\n");
    BrokerFacts secret = brokers.survey(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);

    assertThat(facts.process()).contains(process);
    assertThat(facts.problems()).singleElement().asString().contains("Kafka would not start again");
    assertThat(facts.problems().get(0))
        .contains(service.configuration(), "requirement failed: no listener is called INTERNAL");
    assertThat(secret.problems()).hasSize(1);
    assertThat(secret.toString()).doesNotContain(FakeBroker.SECRET);
  }

  @Test
  void aListenerThatKafkaRefusesIsNotWritten() {
    FakeBroker broker = machine.broker("unwritten", 1, 9340);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    broker.write(broker.properties() + "fake.refuses.listener=EXTERNAL\n");
    String before = broker.run("sha256sum config/*");
    assertNeedsPerson(
        () -> brokers.writeListener(OWNER, node, service, machine.wanted(1)),
        service.configuration(),
        "requirement failed");
    assertThat(broker.run("sha256sum config/*")).isEqualTo(before);
    assertThat(brokers.survey(OWNER, node, service).process()).contains(process);
    brokers.stop(OWNER, node, service, process, PATIENCE);
  }

  @Test
  void aServiceThatSystemdStopsWithTheBrokerRunsAgainAfterTheStart() {
    FakeBroker broker = machine.broker("depended", 1, 9400);
    BrokerService service = broker.byUnit();
    broker.requiredBy("depended-ui.service");
    BrokerProcess process = brokers.start(OWNER, node, service);
    String dependent = "systemctl is-active depended-ui.service || true";
    broker.run("systemctl start depended-ui.service");
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);
    String stopped = broker.run(dependent);
    BrokerProcess again = brokers.start(OWNER, node, service);
    String started = broker.run(dependent);
    brokers.stop(OWNER, node, service, again, PATIENCE);

    assertThat(facts.problems()).isEmpty();
    assertThat(facts.warnings().orElseThrow())
        .singleElement()
        .asString()
        .contains("systemd stops depended-ui.service whenever it stops depended.service");
    assertThat(stopped).isEqualTo("inactive");
    assertThat(started).isEqualTo("active");
  }

  @Test
  void filesThatWereReplacedSinceTheStartAreTold() {
    FakeBroker broker = machine.broker("updated", 1, 9410);
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    BrokerFacts before = brokers.survey(OWNER, node, service);
    broker.run("mv libs/kafka_2.13-3.7.1.jar libs/kafka_2.13-3.9.0.jar");
    BrokerFacts facts = brokers.survey(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);

    assertThat(before.warnings().orElseThrow()).isEmpty();
    assertThat(facts.warnings().orElseThrow())
        .singleElement()
        .asString()
        .contains("the files of Kafka", "starts another release");
  }

  @Test
  void commandsHaveTheEnvironmentOfALoginShell() {
    FakeBroker broker = machine.broker("by-profile", 1, 9420);
    Commands own = (Commands) broker.byCommands().control();
    String home = System.getProperty("java.home");
    broker.run("echo 'export FAKE_JAVA_HOME=" + home + "; cd /' >> ~/.bash_profile");
    BrokerService service =
        new BrokerService(
            broker.configuration(),
            new Commands(
                own.start().replace(home, "$FAKE_JAVA_HOME"),
                "[ \"$PWD\" = \"$HOME\" ] && [ -n \"$FAKE_JAVA_HOME\" ] && " + own.stop()));
    BrokerProcess process = brokers.start(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);
    assertThat(brokers.survey(OWNER, node, service).process()).isEmpty();
  }

  @Test
  void aBrokerThatLogsElsewhereHasStartedAlsoWithAListenerOnAnotherAddress() {
    FakeBroker broker = machine.broker("elsewhere-bound", 1, 9430);
    broker.write(
        broker.properties().replaceFirst("CONTROLLER://[0-9.]+:9431", "CONTROLLER://127.0.0.1:9431")
            + "fake=quiet\n");
    BrokerService service = broker.byUnit();
    BrokerProcess process = brokers.start(OWNER, node, service);
    brokers.stop(OWNER, node, service, process, PATIENCE);
    assertThat(process.ports()).containsExactly(9430, 9431);
  }
}
