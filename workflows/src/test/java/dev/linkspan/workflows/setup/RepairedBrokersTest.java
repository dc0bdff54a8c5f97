package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.PlanChangeTest;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody has edited or stopped one broker of three, and a rollout puts it back. */
class RepairedBrokersTest {
  private static final String ELSEWHERE = "elsewhere.example:1";

  private final RepairLab repairs = new RepairLab();
  private final Lab lab = repairs.lab;
  private final World world = repairs.world;
  private final KafkaAnswers kafka = world.kafka;

  @AfterEach
  void close() {
    repairs.close();
  }

  private void build() {
    repairs.buildUntilReady(RepairPolicy.ASK);
  }

  private void buildWithSettings(Map<String, String> settings) {
    repairs.buildUntilReady(
        PlanChangeTest.withSettings(Plans.with(RepairPolicy.ASK, Plans.withBrokers(3)), settings));
  }

  /** The broker is restarted after these changes, and no other one is stopped. */
  private void assertRestartedAlone(int broker, String... changesBefore) {
    String stop = "stop broker-node" + broker;
    assertThat(repairs.changes())
        .containsSubsequence(
            Stream.concat(Stream.of(changesBefore), Stream.of(stop, "start broker-node" + broker))
                .toList())
        .filteredOn(call -> call.startsWith("stop broker-node"))
        .containsOnly(stop);
  }

  @Test
  void restartsOnlyTheBrokerThatAdvertisesSomethingElse() {
    build();
    Map<Integer, String> planned = kafka.advertised();
    kafka.editAndRestart(2, ELSEWHERE);

    repairs.findAndRepair(Repair.changes(Kind.BROKERS, "2"), "stop");

    assertThat(kafka.advertised()).isEqualTo(planned);
    assertRestartedAlone(2);
  }

  @Test
  void p4WhatOneRolloutMayMakeUnavailableTheNextOneAsksAboutAgain() {
    build();
    kafka.atRisk = List.of(new TopicAtRisk("payments", 3, 1, 1, "one copy"));
    lab.setup.acceptUnavailable(Lab.ADA);
    kafka.editAndRestart(2, ELSEWHERE);
    repairs.findAndRepair(Repair.changes(Kind.BROKERS, "2"), "stop");
    kafka.editAndRestart(2, ELSEWHERE);
    repairs.find(Repair.changes(Kind.BROKERS, "2"), "stop");

    lab.setup.repair(RepairLab.ALL);

    assertThat(lab.awaitPhase(Phase.PARKED).waitingFor().orElseThrow())
        .contains("unavailable", "payments");
  }

  @Test
  void startsABrokerThatIsDownWithThePlannedFile() {
    build();
    Map<Integer, String> planned = kafka.advertised();
    kafka.editFile(3, ELSEWHERE);
    kafka.takeDown(3);

    repairs.findAndRepair(Repair.changes(Kind.BROKERS, "3"), "start");

    assertThat(kafka.advertised()).isEqualTo(planned);
    assertThat(repairs.changes())
        .contains("writeListener broker-node3")
        .noneMatch(call -> call.startsWith("stop"));
  }

  @Test
  void putsAnEditedFileBackWithoutARestart() {
    build();
    Map<Integer, String> planned = kafka.files();
    kafka.editFile(2, ELSEWHERE);

    repairs.findAndRepair(Repair.changes(Kind.BROKERS, "2"), "writeListener");

    assertThat(kafka.files()).isEqualTo(planned);
    assertThat(repairs.changes()).noneMatch(call -> call.startsWith("stop"));
  }

  @Test
  void restartsOnlyTheBrokerWhoseSettingsWereEdited() {
    buildWithSettings(Map.of("log.retention.hours", "72"));

    repairs.findAndRepair(Repair.changes(Kind.SETTINGS, "2"), "writeSettings");

    assertThat(kafka.settings()).isEqualTo(Map.of(2, "{log.retention.hours=72}"));
    assertRestartedAlone(2, "writeSettings broker-node2");
    lab.replay("");
  }

  @Test
  void restartsOnlyTheBrokerWhoseUnitWasEdited() {
    build();
    Map<Integer, String> planned = kafka.units();
    kafka.editUnit(2, "by hand");

    repairs.findAndRepair(Repair.changes(Kind.UNIT_FILE, "2"), "writeUnit");

    assertThat(kafka.units()).isEqualTo(planned);
    assertRestartedAlone(2, "writeUnit broker-node2");
    assertThat(repairs.changes())
        .noneMatch(call -> call.matches("writeUnit broker-node[13]|writeSettings.*"));
    lab.replay("");
    lab.replay("rollout");
  }

  @Test
  void unitAndSettingsOfABrokerAreRepairedByOneRestart() {
    buildWithSettings(Map.of("num.io.threads", "9"));
    kafka.editUnit(2, "by hand");
    repairs.toFind("unit file", Repair.changes(Kind.UNIT_FILE, "2"), "writeUnit");

    repairs.findAndRepair(Repair.changes(Kind.SETTINGS, "2"), "writeSettings");

    assertThat(
            repairs.changes().stream().filter(call -> call.matches("(write|stop) ?.*broker-node.")))
        .containsOnlyOnce(
            "writeSettings broker-node2", "writeUnit broker-node2", "stop broker-node2");
  }

  @Test
  void aBrokerThatDoesNotStartWithTheUnitOfThePlanHasBackTheOneThatOnlyItsMachineHad() {
    build();
    String planned = kafka.units().get(2);
    kafka.editUnit(2, "by hand");
    repairs.find(Repair.changes(Kind.UNIT_FILE, "2"), "nothing");
    world.failOnce("stop broker-node2", Failures.needsPerson("cannot be asked", "Let it."));
    world.failOnce("start broker-node2", Failures.needsPerson("out of memory", "Look."));
    lab.setup.repair(RepairLab.ALL);
    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("cannot be asked"));
    assertThat(kafka.units()).containsEntry(2, planned);

    lab.setup.retry(Lab.ADA);

    lab.awaitStatus(s -> s.waitingFor().orElse("").contains("has back what it had: out of memory"));
    assertThat(kafka.units()).containsEntry(2, "by hand");
    assertThat(kafka.advertised()).containsOnlyKeys(1, 2, 3);
    lab.setup.abort(Lab.ADA);
    repairs.awaitRepaired();
    assertThat(kafka.units()).containsEntry(2, "by hand");
  }

  @Test
  void aBrokerThatItsEditedUnitKeepsDownStartsWithTheUnitOfThePlan() {
    build();
    kafka.editUnit(3, "-Xmx900g");
    kafka.takeDown(3);
    repairs.toFind("b", Repair.adds(Kind.BROKERS, "3"), "start");

    repairs.findAndRepair(Repair.changes(Kind.UNIT_FILE, "3"), "writeUnit");

    assertThat(repairs.changes())
        .containsSubsequence("writeUnit broker-node3", "start broker-node3");
    assertThat(kafka.advertised()).containsOnlyKeys(1, 2, 3);
    lab.replay("rollout");
  }
}
