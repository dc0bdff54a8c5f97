package dev.linkspan.workflows.deployment;

import static dev.linkspan.workflows.spec.Specs.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.Specs;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BrokerConfigurationTest {
  private static final BrokerDomains DOMAINS = BrokerDomains.ofGuide("dvs6nl5jgveztmla3pxkxgh76i");

  @Test
  void theGuidesThirdBrokerHasTheAgreedFiles() throws IOException {
    Plan plan = Planner.plan(accepted(Specs.guide()));
    BrokerFiles files = files(plan, 3, "/opt/linkspan", DOMAINS);
    assertThat(files.serverProperties()).isEqualTo(resource("guide-server.properties"));
    assertThat(files.unit()).isEqualTo(resource("guide-linkspan-kafka.service"));
    assertThat(files.unitName()).isEqualTo("linkspan-kafka.service");
    assertThat(files.ports()).containsExactly(9092, 29092, 39092);
    assertThat(files.clusterId()).isEqualTo(plan.kafka().clusterId());
    assertThat(files.serviceUser()).isEqualTo("kafka");
  }

  @Test
  void aBrokerThatIsNoControllerHasNoControllerListener() throws IOException {
    Plan plan = Planner.plan(accepted(Specs.demo(5)));
    Properties fourth = properties(files(plan, 4, "/root/linkspan", DOMAINS));
    assertThat(fourth)
        .containsEntry("process.roles", "broker")
        .containsEntry("listeners", "INTERNAL://10.0.4.11:9092,EXTERNAL://10.0.4.11:39092")
        .containsEntry("controller.listener.names", "CONTROLLER")
        .containsEntry(
            "controller.quorum.voters", "1@10.0.1.11:29092,2@10.0.2.11:29092,3@10.0.3.11:29092")
        .containsEntry("log.dirs", "/root/linkspan/data");
    assertThat(files(plan, 4, "/root/linkspan", DOMAINS).ports()).containsExactly(9092, 39092);
  }

  @Test
  void settingsOfTheSpecTakeThePlaceOfDefaultsOrAreAppended() throws IOException {
    Plan plain = Planner.plan(accepted(Specs.demo(3)));
    Plan plan =
        Planner.plan(
            accepted(
                Specs.demo(3)
                    .replace(
                        "  heap: 256m",
                        "  heap: 256m\n  settings: {log.retention.hours: 72, num.partitions: 6}")));
    Properties expected = properties(files(plain, 1, "/root/linkspan", DOMAINS));
    expected.setProperty("num.partitions", "6");
    expected.setProperty("log.retention.hours", "72");

    BrokerFiles files = files(plan, 1, "/root/linkspan", DOMAINS);

    assertThat(properties(files)).isEqualTo(expected);
    assertThat(files.serverProperties())
        .contains("\nnum.partitions=6\n")
        .endsWith("# From kafka.settings of the spec.\nlog.retention.hours=72\n");
  }

  @Test
  void theDefaultsThatASettingCanReplaceAreThoseOfTheFile() throws IOException {
    for (int brokers : List.of(1, 3, 5)) {
      Plan plan = Planner.plan(accepted(Specs.demo(brokers)));
      assertThat(properties(files(plan, 1, "/root/linkspan", DOMAINS)))
          .containsAllEntriesOf(SettingsChange.defaults(plan.brokers()));
    }
  }

  @Test
  void aSingleBrokerKeepsOneCopy() throws IOException {
    Plan plan = Planner.plan(accepted(Specs.demo(1)));
    assertThat(properties(files(plan, 1, "/root/linkspan", DOMAINS)))
        .containsEntry("default.replication.factor", "1")
        .containsEntry("min.insync.replicas", "1")
        .containsEntry("offsets.topic.replication.factor", "1")
        .containsEntry("transaction.state.log.replication.factor", "1")
        .containsEntry("transaction.state.log.min.isr", "1");
  }

  @Test
  void theUniqueNameChangesTheAdvertisedListenersAndNothingElse() throws IOException {
    Plan plan = Planner.plan(accepted(Specs.demo(3)));
    BrokerFiles before = files(plan, 2, "/root/linkspan", BrokerDomains.EXPECTED);
    BrokerFiles after = files(plan, 2, "/root/linkspan", DOMAINS);
    assertThat(after.unit()).isEqualTo(before.unit());
    Properties expected = properties(before);
    expected.setProperty(
        "advertised.listeners",
        "INTERNAL://10.0.2.11:9092,EXTERNAL://b2.dvs6nl5jgveztmla3pxkxgh76i.alicloud.plc"
            + ".tidbcloud.com:9094");
    assertThat(properties(after)).isEqualTo(expected);
  }

  @Test
  void aSmallHeapIsCollectedWithoutThreadsOfItsOwn() {
    Plan small = Planner.plan(accepted(Specs.demo(1)));
    assertThat(files(small, 1, "/root/linkspan", DOMAINS).unit())
        .contains("KAFKA_HEAP_OPTS=-Xmx256m -Xms256m")
        .contains("-XX:+UseSerialGC");
    Plan large = Planner.plan(accepted(Specs.demo(1).replace("heap: 256m", "heap: 4G")));
    assertThat(files(large, 1, "/root/linkspan", DOMAINS).unit())
        .contains("KAFKA_HEAP_OPTS=-Xmx4g -Xms4g")
        .contains("-XX:+UseG1GC");
  }

  @Test
  void aRelativeFolderOrAnUnknownAddressIsAFaultOfTheCaller() {
    Plan plan = Planner.plan(accepted(Specs.demo(1)));
    BrokerPlan broker = plan.kafka().broker(1);
    assertThatThrownBy(
            () -> BrokerConfiguration.files(plan, broker, addresses(plan), "linkspan", DOMAINS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not absolute");
    assertThatThrownBy(
            () -> BrokerConfiguration.files(plan, broker, Map.of(), "/linkspan", DOMAINS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broker-node1");
  }

  private static BrokerFiles files(Plan plan, int nodeId, String root, BrokerDomains domains) {
    return BrokerConfiguration.files(
        plan, plan.kafka().broker(nodeId), addresses(plan), root, domains);
  }

  private static Map<String, String> addresses(Plan plan) {
    return plan.kafka().brokers().stream()
        .collect(Collectors.toMap(BrokerPlan::instance, b -> "10.0." + b.nodeId() + ".11"));
  }

  private static Properties properties(BrokerFiles files) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(files.serverProperties()));
    return properties;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = BrokerConfigurationTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
