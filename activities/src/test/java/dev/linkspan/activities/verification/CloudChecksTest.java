package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.network.NetworkStatus;
import dev.linkspan.activities.network.NetworkStatus.Machine;
import dev.linkspan.activities.network.NetworkStatus.VSwitch;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Check.Outcome;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import dev.linkspan.workflows.verification.VerificationActivities.LinkNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What no {@link CloudDriftTrial} makes: refused reads, gone resources, existing clusters. */
class CloudChecksTest {
  private static final String REFUSED = "ecs DescribeInstances: Forbidden.RAM";

  private static final ExternalListener ADVERTISED =
      new ExternalListener(
          "EXTERNAL", "0.0.0.0", 39092, "b1.abc.alicloud.plc.tidbcloud.com", 9093, "PLAINTEXT");

  private static final ConnectionStatus CONNECTION =
      new ConnectionStatus(
          "ACTIVE",
          "",
          Optional.of("com.aliyuncs.privatelink.region.epsrv-1"),
          Optional.of("ep-1"),
          List.of("abc"),
          List.of("*.abc.alicloud.plc.tidbcloud.com"),
          "");

  /** A link to an existing cluster of one broker. */
  private static Link link() {
    ExposurePlan exposure =
        new ExposurePlan(
            "lb",
            List.of(),
            9092,
            new HealthCheckPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2),
            List.of(new ServerGroupPlan("broker-1", 9093, List.of("n1"), Optional.of(1))),
            "d");
    ExistingCluster cluster =
        new ExistingCluster(
            "vpc-1",
            List.of(new AdoptedVSwitch("zone-a", "vsw-1")),
            Optional.empty(),
            "cluster",
            Mode.COMBINED,
            Map.of(),
            List.of(),
            9092,
            39092,
            new RolloutPlan(Duration.ZERO, false),
            List.of(new BrokerPlan(1, "n1", "zone-a", true, 9093)),
            "EXTERNAL");
    Node bastion =
        new Node(
            new NodeAddress("bastion", "root", "1.2.3.4", 22, Optional.empty(), ""),
            "10.0.9.1",
            "/opt/linkspan");
    return new Link(
        new Plan("demo", "region", null, cluster, exposure, null, null),
        "id",
        new LinkNetwork(
            "vpc-1",
            List.of(new ZoneVSwitch("zone-a", "vsw-1")),
            List.of(new Instance("n1", "i-1", "10.0.0.1", Optional.empty())),
            "5500"),
        null,
        List.of(new RollingBroker(1, bastion, null, Optional.of(ADVERTISED))),
        new LoadBalancer("nlb-1", "dns", List.of(new ZoneAddress("zone-a", "10.0.0.250"))),
        List.of(),
        "epsrv-1",
        "ep-1",
        "plc-1",
        BrokerDomains.ofGuide("abc"));
  }

  private static ExposureStatus refusedExposure() {
    return new ExposureStatus(
        Answer.refused(REFUSED),
        Answer.refused(REFUSED),
        Answer.refused(REFUSED),
        Answer.refused(REFUSED),
        Answer.refused(REFUSED),
        Answer.refused(REFUSED));
  }

  private static NetworkStatus network(Answer<List<Machine>> instances) {
    return new NetworkStatus(
        Answer.of(Optional.of("Available")),
        Answer.of(List.of(new VSwitch("vsw-1", "vsw-1", "Available"))),
        Answer.of(List.of()),
        instances,
        Answer.of(true));
  }

  private static Answer<List<Machine>> machine(String status, Answer<List<String>> closed) {
    return machine(status, List.of("10.0.0.1"), closed);
  }

  private static Answer<List<Machine>> machine(
      String status, List<String> addresses, Answer<List<String>> closed) {
    List<String> groups = List.of("sg-1");
    return Answer.of(
        List.of(
            new Machine(
                "n1", "i-1", status, "t", "", groups, addresses, Optional.empty(), closed)));
  }

  private static List<Check> notPassed(
      Optional<ConnectionStatus> connection, ExposureStatus exposure, NetworkStatus network) {
    return CloudChecks.of(link(), new CloudStatus(Answer.of(connection), exposure, network))
        .stream()
        .filter(check -> !check.passed())
        .toList();
  }

  @Test
  void anApiThatRefusesLeavesItsOwnChecksUnmadeAndHidesNoOther() {
    List<Check> found =
        notPassed(
            Optional.empty(), refusedExposure(), network(machine("Stopped", Answer.of(List.of()))));

    assertThat(found)
        .filteredOn(check -> check.outcome() == Outcome.NOT_CHECKED)
        .extracting(Check::hop)
        .containsExactly(
            "endpoint connection",
            "endpoint service",
            "whitelist",
            "load balancer",
            "listeners",
            "server groups");
    assertThat(found)
        .filteredOn(Check::breaks)
        .extracting(Check::evidence)
        .containsExactly("plc-1 is gone", "i-1 is Stopped");
  }

  @Test
  void resourcesThatAreGoneAreNamed() {
    ExposureStatus nothing =
        new ExposureStatus(
            Answer.of(List.of()),
            Answer.of(Optional.empty()),
            Answer.of(List.of()),
            Answer.of(Optional.empty()),
            Answer.of(List.of()),
            Answer.of(List.of()));
    assertThat(notPassed(Optional.of(CONNECTION), nothing, network(Answer.of(List.of()))))
        .filteredOn(Check::breaks)
        .extracting(Check::evidence)
        .containsExactly(
            "ep-1 at epsrv-1 is gone",
            "epsrv-1 is gone",
            "nlb-1 is gone",
            "9093 is missing",
            "broker-1 is gone",
            "i-1 (10.0.0.1:39092) is missing",
            "i-1 is gone");
  }

  @Test
  void aMachineOfAnExistingClusterThatTheLoadBalancerCannotReachNamesTheMissingRule() {
    assertThat(
            notPassed(
                Optional.of(CONNECTION),
                refusedExposure(),
                network(
                    machine("Running", Answer.of(List.of("tcp 39092/39092 from 10.0.0.0/24"))))))
        .filteredOn(Check::breaks)
        .singleElement()
        .satisfies(check -> assertThat(check.hop()).isEqualTo("instance n1"))
        .satisfies(check -> assertThat(check.repair()).isEmpty())
        .extracting(Check::expected)
        .isEqualTo("tcp 39092/39092 from 10.0.0.0/24");
  }

  @Test
  void anInstanceIsKnownByAnyOfItsPrivateAddresses() {
    assertThat(at("10.0.0.7", "10.0.0.1")).isEmpty();
    assertThat(at("10.0.0.7"))
        .containsExactly("i-1 has the private address 10.0.0.7, not 10.0.0.1");
  }

  private static List<String> at(String... addresses) {
    Answer<List<Machine>> machine = machine("Running", List.of(addresses), Answer.of(List.of()));
    return notPassed(Optional.of(CONNECTION), refusedExposure(), network(machine)).stream()
        .filter(Check::breaks)
        .map(check -> check.evidence() + ", not " + check.expected())
        .toList();
  }

  @Test
  void linkspanDoesNotStartAMachineOfAnExistingCluster() {
    assertThat(
            notPassed(
                Optional.of(CONNECTION),
                refusedExposure(),
                network(machine("Stopped", Answer.of(List.of())))))
        .filteredOn(Check::breaks)
        .singleElement()
        .extracting(Check::repair)
        .isEqualTo(Optional.empty());
  }

  private static Check domains(List<String> uniqueNames, List<String> domains) {
    ConnectionStatus connection =
        new ConnectionStatus(
            "ACTIVE", "", Optional.empty(), Optional.empty(), uniqueNames, domains, "");
    return notPassed(
            Optional.of(connection),
            refusedExposure(),
            network(machine("Running", Answer.of(List.of()))))
        .stream()
        .filter(Check::breaks)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void domainsOfAnotherUniqueNameAreForAPerson() {
    Check check = domains(List.of("xyz"), List.of("*.xyz.alicloud.plc.tidbcloud.com"));
    assertThat(check.evidence()).isEqualTo("the attached domains belong to xyz");
    assertThat(check.repair()).isEmpty();
  }

  @Test
  void domainsThatDoNotCoverABrokersNameFail() {
    assertThat(domains(List.of("abc"), List.of("*.abc.alicloud.tidbcloud.com")).evidence())
        .isEqualTo(
            "the attached domains *.abc.alicloud.tidbcloud.com do not cover"
                + " b1.abc.alicloud.plc.tidbcloud.com");
  }

  @Test
  void aStateOfTheConnectionThatLinkspanDoesNotKnowBreaksNothing() {
    assertThat(stateOf("UPDATING").outcome()).isEqualTo(Outcome.NOT_CHECKED);
    assertThat(stateOf("UPDATING").evidence()).contains("plc-1 is UPDATING");
    for (String state : List.of("FAILED", "REJECTED", "PENDING_ACCEPTANCE", "DELETING")) {
      assertThat(stateOf(state).breaks()).isTrue();
      assertThat(stateOf(state).failed()).isTrue();
    }
  }

  private static Check stateOf(String state) {
    ConnectionStatus connection =
        new ConnectionStatus(
            state,
            "",
            CONNECTION.serviceName(),
            CONNECTION.endpointId(),
            CONNECTION.uniqueNames(),
            CONNECTION.domains(),
            "");
    return notPassed(
            Optional.of(connection),
            refusedExposure(),
            network(machine("Running", Answer.of(List.of()))))
        .get(0);
  }

  @Test
  void aConnectionToAnotherEndpointIsDrift() {
    ConnectionStatus other =
        new ConnectionStatus(
            "ACTIVE",
            "",
            CONNECTION.serviceName(),
            Optional.of("ep-2"),
            CONNECTION.uniqueNames(),
            CONNECTION.domains(),
            "");
    assertThat(
            notPassed(
                Optional.of(other),
                refusedExposure(),
                network(machine("Running", Answer.of(List.of())))))
        .filteredOn(Check::failed)
        .singleElement()
        .satisfies(check -> assertThat(check.breaks()).isFalse())
        .extracting(Check::hop)
        .isEqualTo("ends of the TiDB Cloud connection");
  }
}
