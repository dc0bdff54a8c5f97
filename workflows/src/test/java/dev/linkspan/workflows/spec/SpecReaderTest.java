package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Specs.accepted;
import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkspan.workflows.plan.Cron;
import dev.linkspan.workflows.plan.Recurrence;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SpecReaderTest {
  @Test
  void theTemplateAsksForItsBlanksOnly() {
    assertThat(refused(SpecTemplate.text()))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(
            tuple("network.bastion.sshFrom", "has no value"),
            tuple("kafka.archive.sha512", "has no value"),
            tuple("kafka.java.sha512", "has no value"),
            tuple("tidbCloud.clusterId", "has no value"));
  }

  @Test
  void theFilledTemplateIsTheGuidesExample() {
    NewClusterSpec spec = accepted(Specs.guide());
    assertThat(spec.network().zones())
        .extracting(zone -> zone.cidr().toString())
        .containsExactly("10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18");
    assertThat(spec.kafka().brokers())
        .extracting(NewClusterSpec.Broker::advertisedPort)
        .containsExactly(9093, 9094, 9095);
    assertThat(spec.kafka().ports())
        .isEqualTo(new NewClusterSpec.Ports(29092, 9092, 39092, 9092, 9093, 8099));
  }

  @Test
  void whatIsLeftOutHasTheGuidesValue() {
    NewClusterSpec spec =
        accepted(
            """
            kind: new cluster
            name: small
            region: cn-hongkong
            network:
              vpcCidr: 192.168.0.0/16
              zones:
                - {zone: cn-hongkong-b, cidr: 192.168.0.0/24}
                - {zone: cn-hongkong-c, cidr: 192.168.1.0/24}
              bastion: {zone: cn-hongkong-b, cidr: 192.168.2.0/29, sshFrom: 198.51.100.0/24}
            kafka:
              archive: {version: 3.7.1, url: "https://host/kafka_2.13-3.7.1.tgz", sha512: %1$s}
              java: {version: 21, url: "https://host/jdk.tar.gz", sha512: %1$s}
              brokers: [{id: 7, zone: cn-hongkong-c}]
            tidbCloud: {clusterId: 10324983984131567830}
            """
                .formatted(Specs.SHA512.toUpperCase(Locale.ROOT)));
    assertThat(spec.credentials()).isEqualTo(new Spec.Credentials("default", "default", "default"));
    assertThat(spec.network().ssh()).isEqualTo(new Spec.Ssh("root", 22));
    assertThat(spec.kafka().archive().sha512()).isEqualTo(Specs.SHA512);
    assertThat(spec.kafka().brokers())
        .isEqualTo(List.of(new NewClusterSpec.Broker(7, "cn-hongkong-c", 9099)));
    assertThat(spec.kafka().ports())
        .isEqualTo(new NewClusterSpec.Ports(29092, 9092, 39092, 9092, 9093, 8099));
    assertThat(spec.kafka().bindPrivateAddress()).isFalse();
    assertThat(spec.tidbCloud())
        .isEqualTo(
            new Spec.TidbCloud("10324983984131567830", "small-kafka", Spec.Approval.UNLIMITED));
    assertThat(spec.verification())
        .isEqualTo(
            new Spec.Verification(
                Recurrence.every(Duration.ofHours(1)),
                Duration.ofMinutes(2),
                Optional.empty(),
                Spec.ChangefeedUse.TEST_ONLY,
                "test.*",
                Spec.RepairPolicy.ASK));
  }

  @ParameterizedTest
  @EnumSource(Spec.RepairPolicy.class)
  void eachPolicyForRepairsIsRead(Spec.RepairPolicy policy) {
    String written = "every: 1h\n  repair: " + policy.name().toLowerCase(Locale.ROOT);
    NewClusterSpec spec = accepted(Specs.demo(1).replace("every: 1h", written));
    assertThat(spec.verification().repair()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource({"30m,1800", "1h,3600", "2d,172800", "300s,300", "off,0", "0,0"})
  void periodsAreReadInTheirUnits(String written, long seconds) {
    NewClusterSpec spec = accepted(Specs.demo(1).replace("every: 1h", "every: " + written));
    assertThat(spec.verification().recurrence())
        .isEqualTo(Recurrence.every(Duration.ofSeconds(seconds)));
  }

  @Test
  void timesOfTheClockAreReadWithTheirTimeZone() {
    NewClusterSpec spec =
        accepted(
            Specs.demo(1)
                .replace("every: 1h", "cron: \"0 6 * * MON-FRI\"\n  timeZone: Asia/Singapore"));

    assertThat(spec.verification().recurrence())
        .isEqualTo(Recurrence.at(Cron.of("0 6 * * MON-FRI", "Asia/Singapore")));
  }

  @Test
  void settingsOfTheBrokersAreTextWhateverTheirType() {
    String settings =
        "settings: {log.retention.hours: '072', log.cleaner.enable: true, a.b: ' x y '}";
    NewClusterSpec spec = accepted(Specs.demo(1).replace("heap: 256m", settings));

    assertThat(spec.kafka().settings())
        .isEqualTo(
            Map.of("log.retention.hours", "072", "log.cleaner.enable", "true", "a.b", "x y"));
    assertThat(accepted(Specs.demo(1)).kafka().settings()).isEmpty();
  }

  @Test
  void aWebhookNamesItsCredential() {
    NewClusterSpec spec =
        accepted(
            Specs.demo(1)
                .replace(
                    "patience: 10s",
                    "patience: 0s\n  webhook: {url: \"https://hooks.example/a\", credential: pager}"));

    assertThat(spec.verification().patience()).isEqualTo(Duration.ZERO);
    assertThat(spec.verification().webhook())
        .contains(new Spec.Webhook("https://hooks.example/a", "pager"));
  }

  @Test
  void theExampleOfTheLocalStackIsSoundForEveryNumberOfBrokersAndZones() {
    for (int brokers = 1; brokers <= 49; brokers++) {
      assertThat(accepted(Specs.demo(brokers)).kafka().brokers()).hasSize(brokers);
    }
    List<String> zones =
        List.of("ap-southeast-5a", "ap-southeast-5b", "ap-southeast-5c", "ap-southeast-5d");
    for (int count = 2; count <= zones.size(); count++) {
      Spec.Archive kafka = new Spec.Archive("4.1.0", "https://host/k-4.1.0.tgz", Specs.SHA512);
      Spec.Archive java = new Spec.Archive("17", "https://host/jdk.tar.gz", Specs.SHA512);
      NewClusterSpec spec =
          accepted(
              SpecTemplate.demo("demo", "127.10", kafka, java, 5, zones.subList(0, count), "1"));
      assertThat(spec.network().zones()).hasSize(count);
      assertThat(spec.region()).isEqualTo("ap-southeast-5");
    }
  }
}
