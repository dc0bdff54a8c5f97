package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Specs.acceptedExisting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.spec.ExistingClusterSpec.Broker;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Commands;
import dev.linkspan.workflows.spec.ExistingClusterSpec.JumpHost;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Ports;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Rollout;
import dev.linkspan.workflows.spec.ExistingClusterSpec.SystemdUnit;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Zone;
import dev.linkspan.workflows.spec.Spec.Ssh;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExistingSpecTest {
  private static final String FILE = "/opt/kafka/config/kraft/server.properties";

  @Test
  void theFilledTemplateIsRead() {
    ExistingClusterSpec spec = acceptedExisting(Specs.existing());
    assertThat(spec.network().vpcId()).isEqualTo("vpc-orders");
    assertThat(spec.network().zones())
        .containsExactly(
            new Zone("ap-southeast-1a", "vsw-a"), new Zone("ap-southeast-1b", "vsw-b"));
    assertThat(spec.network().jumpHost()).isEmpty();
    assertThat(spec.kafka().brokers())
        .containsExactly(
            usual("10.0.0.11", 9093), usual("10.0.64.11", 9094), usual("10.0.0.12", 9095));
    assertThat(spec.kafka().ports()).isEqualTo(new Ports(39092, 9092, 9093));
    assertThat(spec.kafka().externalListener()).isEqualTo("EXTERNAL");
    assertThat(spec.rollout())
        .isEqualTo(new Rollout(Duration.ofSeconds(10), true, Optional.empty()));
  }

  private static Broker usual(String address, int port) {
    return new Broker(address, new Ssh("root", 22), FILE, new SystemdUnit("kafka.service"), port);
  }

  @Test
  void c8TheListenerHasTheNameOfTheSpecInUpperCaseAsKafkaComparesIt() {
    String named = Specs.existing().replace("name: EXTERNAL", "name: Tidb_cloud-1");
    assertThat(acceptedExisting(named).kafka().externalListener()).isEqualTo("TIDB_CLOUD-1");
  }

  @Test
  void aBrokerMayHaveAllOfItsOwnAndWhatIsLeftOutIsUsual() {
    ExistingClusterSpec spec =
        acceptedExisting(
            """
            kind: existing cluster
            name: small
            region: cn-hongkong
            network:
              vpcId: vpc-1
              zones:
                - {zone: cn-hongkong-b, vSwitchId: vsw-b}
                - {zone: cn-hongkong-c, vSwitchId: vsw-c}
              ssh: {user: ops}
              jumpHost: {address: jump.example.com, port: 2222}
            kafka:
              configuration: /etc/kafka/server.properties
              start: /opt/start
              stop: /opt/stop --gently
              brokers:
                - {address: 10.0.0.1, advertisedPort: 9200}
                - address: 10.0.0.2
                  configuration: /srv/kafka.properties
                  service: kafka@opt-kafka\\x2d2.service
                  sshUser: kafka
            tidbCloud: {clusterId: 7}
            """);
    assertThat(spec.network().jumpHost())
        .contains(new JumpHost("jump.example.com", new Ssh("ops", 2222)));
    assertThat(spec.kafka().brokers())
        .containsExactly(
            new Broker(
                "10.0.0.1",
                new Ssh("ops", 22),
                "/etc/kafka/server.properties",
                new Commands("/opt/start", "/opt/stop --gently"),
                9200),
            new Broker(
                "10.0.0.2",
                new Ssh("kafka", 22),
                "/srv/kafka.properties",
                new SystemdUnit("kafka@opt-kafka\\x2d2.service"),
                9094));
    assertThat(spec.rollout())
        .isEqualTo(new Rollout(Duration.ofSeconds(10), true, Optional.empty()));
    assertThat(spec.tidbCloud().connectionName()).isEqualTo("small-kafka");
  }

  @ParameterizedTest
  @CsvSource({"0s,0", "90s,90", "5m,300", "1h,3600"})
  void pausesAreReadInTheirUnits(String written, long seconds) {
    ExistingClusterSpec spec =
        acceptedExisting(Specs.existing().replace("pause: 10s", "pause: " + written));
    assertThat(spec.rollout().pause()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void patienceIsTheSpecsOwnOnlyWhereItIsWritten() {
    assertThat(acceptedExisting(Specs.existing()).rollout().patience()).isEmpty();
    String spec = Specs.existing().replace("audit: true", "patience: 90s");
    assertThat(acceptedExisting(spec).rollout().patience()).contains(Duration.ofSeconds(90));
  }

  @Test
  void theAuditCanBeSwitchedOff() {
    String spec = Specs.existing().replace("audit: true", "audit: false");
    assertThat(acceptedExisting(spec).rollout().audit()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/opt/start --password-file /etc/kafka/pw",
        "PASSWORD=$PW /opt/start",
        "/opt/start --token \"$TOKEN\"",
        "sudo -n systemctl start kafka; echo secret service started",
      })
  void aCommandThatOnlyNamesWhereASecretIsHoldsNone(String start) {
    String spec =
        Specs.existing()
            .replace("  service: kafka.service", "  stop: /opt/stop\n  start: '" + start + "'");
    assertThat(acceptedExisting(spec).kafka().brokers().get(0).control())
        .isEqualTo(new Commands(start, "/opt/stop"));
  }
}
