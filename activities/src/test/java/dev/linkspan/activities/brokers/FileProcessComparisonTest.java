package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.Control;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileProcessComparisonTest {
  private static final String FILE = "/etc/kafka/server.properties";
  private static final Control UNIT = new SystemdUnit("kafka.service");
  private static final Control COMMANDS = new Commands("docker start k", "docker stop k");

  private static List<String> problems(Control control, RunningProcess process) {
    PropertiesText text =
        PropertiesText.parse(
            "node.id=1 \nbroker.id=1\t\nlisteners=A://h:1\nadvertised.listeners=${env:L}\n");
    return new FileProcessComparison("node1", FILE, text, new BrokerService(FILE, control))
        .problems(process);
  }

  private static RunningProcess running(
      List<String> arguments, Map<String, String> environment, String container) {
    return new RunningProcess(
        true,
        arguments,
        environment,
        Optional.of(container).filter(kind -> !kind.isEmpty()),
        Optional.empty(),
        Optional.empty());
  }

  private static RunningProcess other(String listener, String configured) {
    return new RunningProcess(
        false,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.of(listener),
        Optional.of(configured).filter(file -> !file.isEmpty()));
  }

  @Test
  void c3_optionsAreAProblemWhereTheyReplaceWhatLinkspanEditsOrReads() {
    assertThat(
            problems(
                UNIT,
                running(
                    List.of(
                        "--override",
                        "listeners=A://h:1",
                        "--override=node.id=2",
                        "--override",
                        "broker.id = 7",
                        "--override",
                        "num.io.threads=4"),
                    Map.of(),
                    "")))
        .hasSize(3)
        .anyMatch(problem -> problem.contains("--override listeners=..."))
        .anyMatch(problem -> problem.contains("--override node.id=..."))
        .anyMatch(problem -> problem.contains("--override broker.id=..."))
        .allMatch(problem -> problem.startsWith("node1: ") && problem.contains(FILE));
    assertThat(
            problems(UNIT, running(List.of("--override", "node.id=1", "--override"), Map.of(), "")))
        .isEmpty();
  }

  @Test
  void variablesAreAProblemWhereAStartScriptWritesTheFileFromThem() {
    Map<String, String> variables =
        Map.of("KAFKA_LISTENERS", "A://h:1", "KAFKA_CFG_ADVERTISED_LISTENERS", "B://h:1");
    assertThat(problems(UNIT, running(List.of(), variables, "")))
        .singleElement()
        .asString()
        .contains("sets KAFKA_LISTENERS");
    assertThat(problems(COMMANDS, running(List.of(), variables, "docker"))).hasSize(2);
  }

  @Test
  void aProcessThatTheSshUserCannotSeeIsNoBrokerThatIsDown() {
    assertThat(problems(UNIT, other("0 hidden", "")))
        .singleElement()
        .asString()
        .contains("cannot see", FILE, "log in as root");
  }

  @Test
  void aBrokerInAContainerNeedsCommands() {
    assertThat(problems(UNIT, running(List.of(), Map.of(), "docker")))
        .singleElement()
        .asString()
        .contains("in a container (docker)", "commands");
    assertThat(problems(COMMANDS, running(List.of(), Map.of(), "docker"))).isEmpty();
  }

  @Test
  void c4_whoeverListensOnThePortIsNamed() {
    assertThat(problems(UNIT, other("77 docker-proxy", "")))
        .singleElement()
        .asString()
        .contains("process 77 (docker-proxy)", "for a container");
    assertThat(problems(UNIT, other("78 java", "/opt/other.properties")))
        .singleElement()
        .asString()
        .contains("process 78 (java)", "name that file in the spec");
    assertThat(problems(UNIT, other("79 nginx", "")))
        .singleElement()
        .asString()
        .contains("process 79 (nginx)", "end it if it is not the broker");
  }
}
