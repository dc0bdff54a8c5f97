package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.RunningBroker;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunningBrokersTest {
  private static final String LISTENERS = "INTERNAL://10.0.0.1:9092,CONTROLLER://10.0.0.1:9093";
  private static final String ADVERTISED = "INTERNAL://kafka-1:9092";
  private static final String PROTOCOLS = "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT";
  private static final String ROLES = "controller, broker";
  private static final AskedBroker ASKED =
      new AskedBroker(
          new SshAddress("root", "10.0.0.1", 22),
          new BrokerService("/etc/server.properties", new SystemdUnit("kafka.service")),
          9093);

  private static RunningBroker running(
      String listeners, String advertised, String protocols, String interBroker, String roles) {
    return new RunningBroker(
        1, listeners, advertised, protocols, interBroker, roles, "kafka-1:9092");
  }

  private static List<String> problems(RunningBroker running) {
    return new RunningBrokers("EXTERNAL").problems(ASKED, file(true), cluster(List.of(1), running));
  }

  private static ClusterFacts cluster(List<Integer> registered, RunningBroker running) {
    return new ClusterFacts(
        "c",
        registered,
        1,
        List.of(1),
        Map.of(),
        1,
        1,
        List.of(),
        List.of(),
        Map.of(),
        List.of(running),
        Optional.empty());
  }

  /** With the listener for TiDB Cloud, which no broker runs with yet. */
  private static BrokerFacts file(boolean runs) {
    return new BrokerFacts(
        1,
        false,
        true,
        List.of(
            new Listener("INTERNAL", "10.0.0.1", 9092),
            new Listener("CONTROLLER", "10.0.0.1", 9093),
            new Listener("EXTERNAL", "10.0.0.1", 39092)),
        List.of(new Listener("INTERNAL", "kafka-1", 9092), new Listener("EXTERNAL", "b1.x", 9093)),
        Map.of("INTERNAL", "PLAINTEXT", "CONTROLLER", "PLAINTEXT", "EXTERNAL", "PLAINTEXT"),
        "INTERNAL",
        List.of("/data"),
        Optional.of("c"),
        "checksum",
        "3.7.1",
        Optional.empty(),
        runs ? Optional.of(new BrokerProcess(7, 8, List.of(9092))) : Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aBrokerWhoseInterBrokerListenerIsCalledExternalIsServedAtIt() {
    RunningBroker running =
        new RunningBroker(
            1, LISTENERS, "EXTERNAL://kafka-1:9092", PROTOCOLS, "", ROLES, "kafka-1:9092");
    assertThat(problems(running)).noneMatch(problem -> problem.contains("is served"));
  }

  @Test
  void theListenerForTidbCloudAndTheWayOfWritingAreNoDifferences() {
    assertThat(problems(running(LISTENERS, ADVERTISED, PROTOCOLS, "INTERNAL", ROLES))).isEmpty();
    assertThat(
            problems(
                running(
                    "controller://10.0.0.1:9093, INTERNAL://10.0.0.1:9092,EXTERNAL://:39092",
                    "INTERNAL://KAFKA-1:9092,EXTERNAL://b1.of.another.service:9093",
                    PROTOCOLS + ",EXTERNAL:PLAINTEXT,SSL:SSL",
                    "",
                    "broker,controller")))
        .isEmpty();
    assertThat(problems(running("", "", "", "", ROLES))).isEmpty();
  }

  @Test
  void anAddressThatKafkaReadsAlikeIsNoDifference() {
    BrokerFacts file =
        file(true)
            .with(
                List.of(
                    new Listener("INTERNAL", "fd00:10::5", 9092),
                    new Listener("CONTROLLER", "10.0.0.1", 9093)),
                List.of(new Listener("INTERNAL", "fd00:10::5", 9092)));
    RunningBroker running =
        new RunningBroker(
            1,
            "INTERNAL://fd00:10::5:9092,CONTROLLER://10.0.0.1:09093",
            "INTERNAL://fd00:10::5:09092",
            PROTOCOLS,
            "INTERNAL",
            ROLES,
            "[fd00:10::5]:9092");

    assertThat(new RunningBrokers("EXTERNAL").problems(ASKED, file, cluster(List.of(1), running)))
        .isEmpty();
  }

  @Test
  @DisplayName("C3: what a broker runs with is compared to its file, and named by the setting")
  void c3_eachSettingThatDiffersIsNamed() {
    String other = "INTERNAL://10.0.0.1:9092,CONTROLLER://10.0.0.1:9094";
    assertThat(problems(running(other, ADVERTISED, PROTOCOLS, "INTERNAL", ROLES)))
        .singleElement()
        .asString()
        .contains(
            "broker 1 on 10.0.0.1 runs with listeners=CONTROLLER://10.0.0.1:9094,INTERNAL://",
            "not with listeners=CONTROLLER://10.0.0.1:9093,INTERNAL://10.0.0.1:9092",
            "in /etc/server.properties",
            "restart");
    assertThat(
            problems(
                running(
                    LISTENERS,
                    ADVERTISED + ",CLIENTS://kafka-1:9095",
                    "INTERNAL:SSL,CONTROLLER:PLAINTEXT",
                    "CLIENTS",
                    "broker")))
        .hasSize(4)
        .anyMatch(problem -> problem.contains("advertised.listeners="))
        .anyMatch(problem -> problem.contains("listener.security.protocol.map="))
        .anyMatch(problem -> problem.contains("inter.broker.listener.name=CLIENTS"))
        .anyMatch(problem -> problem.contains("process.roles=broker, not with"));
  }

  @Test
  void anAddressThatClientsAreToldButTheBrokerDoesNotAdvertiseIsNamed() {
    RunningBroker served =
        new RunningBroker(1, LISTENERS, ADVERTISED, PROTOCOLS, "INTERNAL", ROLES, "10.9.9.9:9092");
    assertThat(problems(served))
        .singleElement()
        .asString()
        .contains("is served to clients as 10.9.9.9:9092");
  }

  @Test
  @DisplayName("C4: registered, but no process found")
  void c4_aRegisteredBrokerWithoutAProcessIsRefused() {
    RunningBroker same = running(LISTENERS, ADVERTISED, PROTOCOLS, "INTERNAL", ROLES);
    assertThat(
            new RunningBrokers("EXTERNAL").problems(ASKED, file(false), cluster(List.of(1), same)))
        .singleElement()
        .asString()
        .contains("is registered, but no process found on 10.0.0.1", "/etc/server.properties");
    assertThat(
            new RunningBrokers("EXTERNAL").problems(ASKED, file(false), cluster(List.of(2), same)))
        .isEmpty();
  }

  @Test
  void c8OnlyTheListenerWithTheNameOfTheSpecIsLeftOutOfTheComparison() {
    String unfinished = ADVERTISED + ",TIDB://b1.x:9093";
    RunningBroker running = running(LISTENERS, unfinished, PROTOCOLS, "INTERNAL", ROLES);
    ClusterFacts cluster = cluster(List.of(1), running);

    assertThat(new RunningBrokers("TIDB").problems(ASKED, file(true), cluster))
        .anyMatch(problem -> problem.contains("not with advertised.listeners=EXTERNAL://b1.x:9093"))
        .noneMatch(problem -> problem.contains("TIDB"));
  }
}
