package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.exposure.ExposureStatus.Endpoint;
import dev.linkspan.activities.exposure.ExposureStatus.Listener;
import dev.linkspan.activities.exposure.ExposureStatus.Zone;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Domain;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudChecksTest {
  private static final Listener BOOTSTRAP =
      new Listener(9092, "Running", List.of("10.0.0.1:39092", "10.0.1.1:39092"), List.of());
  private static final Listener FIRST =
      new Listener(9093, "Running", List.of("10.0.0.1:39092"), List.of());
  private static final Listener SECOND =
      new Listener(9094, "Running", List.of("10.0.1.1:39092"), List.of());
  private static final Endpoint ENDPOINT =
      new Endpoint("Connected", List.of(new Zone("zone-a", Optional.of("Connected"))));
  private static final ExposureStatus.LoadBalancer LOAD_BALANCER =
      new ExposureStatus.LoadBalancer("Active", List.of("10.0.0.250"));
  private static final ConnectionStatus CONNECTION =
      new ConnectionStatus(
          "ACTIVE",
          "",
          List.of("abc"),
          List.of(new Domain("*.abc.alicloud.plc.tidbcloud.com", "ACTIVE", "")));

  private static final ExternalListener ADVERTISED =
      new ExternalListener(
          "EXTERNAL", "0.0.0.0", 39092, "b1.abc.alicloud.plc.tidbcloud.com", 9093, "PLAINTEXT");

  private static Link link() {
    List<ServerGroupPlan> groups =
        List.of(
            new ServerGroupPlan("bootstrap", 9092, List.of("n1", "n2"), Optional.empty()),
            new ServerGroupPlan("broker-1", 9093, List.of("n1"), Optional.of(1)),
            new ServerGroupPlan("broker-2", 9094, List.of("n2"), Optional.of(2)));
    ExposurePlan exposure =
        new ExposurePlan(
            "lb",
            List.of(),
            9092,
            new HealthCheckPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2),
            groups,
            "d");
    Plan plan = new Plan("demo", "region", null, null, exposure, null, null);
    Node bastion =
        new Node(
            new NodeAddress("bastion", "root", "1.2.3.4", 22, Optional.empty(), ""),
            "10.0.9.1",
            "/opt/linkspan");
    return new Link(
        plan,
        "id",
        null,
        new ClusterAccess(
            bastion,
            Mode.COMBINED,
            Map.of(1, "10.0.0.1", 2, "10.0.1.1"),
            List.of(1, 2),
            Map.of(),
            9092,
            39092),
        List.of(new RollingBroker(1, bastion, null, Optional.of(ADVERTISED))),
        new LoadBalancer("nlb-1", "dns", List.of(new ZoneAddress("zone-a", "10.0.0.250"))),
        List.of(),
        "epsrv-1",
        "ep-1",
        "plc-1",
        BrokerDomains.ofGuide("abc"));
  }

  private static ExposureStatus exposure(Endpoint endpoint, Listener... listeners) {
    return new ExposureStatus(
        Optional.of(endpoint),
        Optional.of("Active"),
        Optional.of(LOAD_BALANCER),
        List.of(listeners));
  }

  private static List<Check> failed(
      Optional<ConnectionStatus> connection, ExposureStatus exposure) {
    return CloudChecks.of(link(), connection, exposure).stream().filter(c -> !c.passed()).toList();
  }

  @Test
  void aHealthyLinkPassesEveryHopInTheOrderOfTheDataPath() {
    List<Check> checks =
        CloudChecks.of(
            link(), Optional.of(CONNECTION), exposure(ENDPOINT, BOOTSTRAP, FIRST, SECOND));
    assertThat(checks).allMatch(Check::passed);
    assertThat(checks)
        .extracting(Check::hop)
        .containsExactly(
            "TiDB Cloud connection",
            "domains",
            "endpoint connection",
            "endpoint zone zone-a",
            "endpoint service",
            "load balancer",
            "listener 9092",
            "backends behind 9092 healthy",
            "listener 9093",
            "backends behind 9093 healthy",
            "listener 9094",
            "backends behind 9094 healthy");
  }

  @Test
  void aSwappedBackendFailsTheHopOfItsListenerAndBroker() {
    Listener swapped = new Listener(9093, "Running", List.of("10.0.1.1:39092"), List.of());
    ExposureStatus exposure = exposure(ENDPOINT, BOOTSTRAP, swapped, SECOND);
    assertThat(failed(Optional.of(CONNECTION), exposure))
        .singleElement()
        .isEqualTo(
            Check.failed(
                Optional.of(1),
                "backends behind 9093 healthy",
                "the backends are [10.0.1.1:39092], expected [10.0.0.1:39092]"));
  }

  @Test
  void anUnhealthyBackendIsNamed() {
    Listener unhealthy =
        new Listener(
            9094, "Running", List.of("10.0.1.1:39092"), List.of("i-2 (10.0.1.1:39092 Unhealthy)"));
    assertThat(failed(Optional.of(CONNECTION), exposure(ENDPOINT, BOOTSTRAP, FIRST, unhealthy)))
        .singleElement()
        .extracting(Check::evidence)
        .isEqualTo("i-2 (10.0.1.1:39092 Unhealthy)");
  }

  @Test
  void missingResourcesAreReportedAsGone() {
    ExposureStatus nothing =
        new ExposureStatus(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    assertThat(failed(Optional.empty(), nothing))
        .extracting(Check::evidence)
        .contains("plc-1 is gone", "ep-1 is gone at epsrv-1", "epsrv-1 is gone", "9093 is missing");
  }

  @Test
  void aDisconnectedEndpointFailsOnlyItsOwnHop() {
    Endpoint cut = new Endpoint("Disconnected", List.of());
    assertThat(failed(Optional.of(CONNECTION), exposure(cut, BOOTSTRAP, FIRST, SECOND)))
        .singleElement()
        .extracting(Check::hop)
        .isEqualTo("endpoint connection");
  }

  @Test
  void domainsOfAnotherUniqueNameFail() {
    var other = new ConnectionStatus("ACTIVE", "", List.of("xyz"), List.of());
    assertThat(failed(Optional.of(other), exposure(ENDPOINT, BOOTSTRAP, FIRST, SECOND)))
        .singleElement()
        .extracting(Check::evidence)
        .isEqualTo("the brokers advertise names of abc, but the attached domains belong to xyz");
  }

  @Test
  void domainsThatDoNotCoverABrokersNameFail() {
    var other =
        new ConnectionStatus(
            "ACTIVE",
            "",
            List.of("abc"),
            List.of(new Domain("*.abc.alicloud.tidbcloud.com", "ACTIVE", "")));
    assertThat(failed(Optional.of(other), exposure(ENDPOINT, BOOTSTRAP, FIRST, SECOND)))
        .singleElement()
        .extracting(Check::evidence)
        .isEqualTo(
            "the attached domains *.abc.alicloud.tidbcloud.com do not cover"
                + " b1.abc.alicloud.plc.tidbcloud.com");
  }
}
