package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.Control;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessOwnershipTest {
  private static final String FILE = "/etc/kafka/server.properties";
  private static final Control UNIT = new SystemdUnit("kafka.service");

  private static List<String> problems(Control control, String... found) {
    return new ProcessOwnership("node1", FILE, 7, new BrokerService(FILE, control))
        .problems(KeyValues.of(String.join("\n", found)));
  }

  @Test
  void aUnitThatOwnsTheProcessAndASystemdThatDoesNotAnswerAreNoProblem() {
    assertThat(problems(UNIT, "unit-load: loaded", "unit-owns: yes", "others: ")).isEmpty();
    assertThat(problems(UNIT, "unit-load: ", "others: 8 9")).isEmpty();
    assertThat(problems(UNIT, "unit-load: loaded", "unit-owns: yes", "others: 8 9")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-found | /system.slice/confluent-kafka.service | node1: there is no unit kafka.service, and"
            + " process 7, which runs with /etc/kafka/server.properties, belongs to"
            + " confluent-kafka.service: write that unit as service in the spec",
        "loaded | /system.slice/system-kafka.slice/kafka@2.service/x | node1: process 7, which runs"
            + " with /etc/kafka/server.properties, does not belong to the unit kafka.service of the"
            + " spec but to kafka@2.service: write that unit as service in the spec",
        "not-found | /user.slice/user-1000.slice/user@1000.service/app.slice/kafka.service | node1:"
            + " there is no unit kafka.service, and process 7, which runs with"
            + " /etc/kafka/server.properties, belongs to the unit kafka.service of the user with the"
            + " ID 1000, which only this user's systemctl reaches: write the commands that start and"
            + " stop it as start and stop in the spec, instead of service",
        "loaded | /user.slice/user-0.slice/session-3.scope | node1: process 7, which runs with"
            + " /etc/kafka/server.properties, does not belong to the unit kafka.service of the spec,"
            + " which would not stop it: write the commands that start and stop it as start and stop"
            + " in the spec, instead of service, or stop it and start it by the unit",
        "not-found | | node1: there is no unit kafka.service, and process 7, which runs with"
            + " /etc/kafka/server.properties, belongs to no unit: write the commands that start and"
            + " stop it as start and stop in the spec, instead of service",
      })
  void aUnitThatDoesNotOwnTheProcessIsNamedWithTheOneThatDoes(
      String load, String group, String problem) {
    assertThat(
            problems(
                UNIT,
                "unit-load: " + load,
                "unit-owns: no",
                "unit-group: " + (group == null ? "" : group)))
        .containsExactly(problem);
  }

  @Test
  void aUnitThatNobodyMayStartByHandIsRefused() {
    assertThat(problems(UNIT, "unit-load: masked", "unit-owns: yes", "unit-lacks: Start "))
        .singleElement()
        .asString()
        .contains("systemctl status kafka.service shows why", "masked");
    assertThat(problems(UNIT, "unit-load: loaded", "unit-owns: yes", "unit-lacks: ")).isEmpty();
  }

  @Test
  void aStopThatWouldEndTheOtherKafkasOfTheMachineIsRefused() {
    assertThat(problems(UNIT, "unit-owns: yes", "stops-all: yes", "others: 8 9"))
        .singleElement()
        .asString()
        .contains("ExecStop of kafka.service", "process 8, 9", "--node-id");
    assertThat(problems(UNIT, "unit-owns: yes", "stops-all: yes", "others: ")).isEmpty();
    Control script = new Commands("/opt/start", "/opt/kafka/bin/kafka-server-stop.sh");
    assertThat(problems(script, "others: 8")).singleElement().asString().contains("stop command");
    assertThat(problems(script, "others: ")).isEmpty();
    Control one = new Commands("/opt/start", "kafka-server-stop.sh --node-id=1");
    assertThat(problems(one, "others: 8")).isEmpty();
    assertThat(problems(new Commands("/opt/start", "kill 7"), "others: 8")).isEmpty();
  }

  @Test
  void aUnitThatStartsOtherProgramsIsNotSuggestedAndNotTaken() {
    assertThat(
            problems(
                UNIT,
                "unit-load: not-found",
                "unit-owns: no",
                "unit-group: /system.slice/supervisor.service",
                "unit-shared: supervisord"))
        .singleElement()
        .asString()
        .contains("belongs to supervisor.service, which runs supervisord", "stopwaitsecs=330")
        .doesNotContain("write that unit as service");
    assertThat(problems(UNIT, "unit-owns: yes", "unit-shared: crond"))
        .singleElement()
        .asString()
        .contains("kafka.service runs crond", "stop and start only the broker");
  }

  @ParameterizedTest
  @CsvSource({"unreached, leaves process 7", "killed, kills process 7"})
  void aUnitWhoseStopDoesNotEndTheBrokerInAnOrderlyWayIsRefused(String how, String problem) {
    assertThat(problems(UNIT, "unit-owns: yes", "unit-stop: " + how))
        .singleElement()
        .asString()
        .contains(problem, "exec");
  }

  @Test
  void aUnitThatTakesAnotherKafkaAlongIsRefused() {
    assertThat(problems(UNIT, "unit-owns: yes", "stops-kafka: kafka2.service 9"))
        .singleElement()
        .asString()
        .contains("a stop of kafka.service also stops kafka2.service", "process 9");
  }

  @Test
  void dataInThePrivateFolderOfAUnitIsRefused() {
    List<String> folders = List.of("/data/kafka", "/tmp/kafka-logs", "/tmpfs/kafka");
    assertThat(
            UnitStop.dataProblems(
                "node1", "kafka.service", folders, KeyValues.of("private-tmp: yes")))
        .singleElement()
        .asString()
        .contains("node1: the data folder /tmp/kafka-logs", "PrivateTmp=");
    assertThat(
            UnitStop.dataProblems(
                "node1", "kafka.service", folders, KeyValues.of("private-tmp: no")))
        .isEmpty();
  }

  @Test
  void aFileThatClouderaManagerWritesAnewIsRefused() {
    String file = "/run/cloudera-scm-agent/process/1546-kafka-KAFKA_BROKER/kafka.properties";
    Control commands = new Commands("/opt/start", "/opt/stop");
    assertThat(
            new ProcessOwnership("node1", file, 7, new BrokerService(file, commands))
                .problems(KeyValues.of("")))
        .singleElement()
        .asString()
        .contains("node1: Cloudera Manager writes " + file + " anew");
  }
}
