package dev.linkspan.workflows.planning;

import static dev.linkspan.workflows.spec.Specs.acceptedExisting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.Specs;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import dev.linkspan.workflows.survey.Surveys;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExistingClusterPlanningTest {
  private static final ExistingClusterSpec SPEC = acceptedExisting(Specs.existing());
  private static final String FILE = "/opt/kafka/config/kraft/server.properties";

  private static SurveyRequest request(ExistingClusterSpec spec) {
    return Planner.request(spec, Planner.surveyor(spec));
  }

  private static Survey survey(Mode mode) {
    return Surveys.of(request(SPEC), mode, List.of(), 3, 1, 2);
  }

  private static ExistingCluster cluster(Mode mode) {
    return (ExistingCluster) Planner.plan(SPEC, survey(mode)).cluster();
  }

  @Test
  void whatIsAskedForIsWhatTheSpecSays() {
    SurveyRequest request = request(SPEC);
    assertThat(request.setupWorkflow()).isEmpty();
    assertThat(request.owner())
        .isEqualTo(
            new Owner(
                "orders",
                "survey-orders",
                "ap-southeast-1",
                new CredentialNames("default", "default", "default")));
    assertThat(request.vpcId()).isEqualTo("vpc-orders");
    assertThat(request.vSwitches())
        .containsExactly(
            new AdoptedVSwitch("ap-southeast-1a", "vsw-a"),
            new AdoptedVSwitch("ap-southeast-1b", "vsw-b"));
    assertThat(request.jumpHost()).isEmpty();
    assertThat(request.externalPort()).isEqualTo(39092);
    assertThat(request.brokers())
        .containsExactly(
            asked("10.0.0.11", 9093), asked("10.0.64.11", 9094), asked("10.0.0.12", 9095));
  }

  private static AskedBroker asked(String address, int port) {
    return new AskedBroker(
        new SshAddress("root", address, 22),
        new BrokerService(FILE, new SystemdUnit("kafka.service")),
        port);
  }

  @Test
  void jumpHostAndCommandsAreHandedOn() {
    String spec =
        Specs.existing()
            .replace("  service: kafka.service", "  start: /opt/start\n  stop: /opt/stop")
            .replace("  # jumpHost", "  jumpHost");
    SurveyRequest request = request(acceptedExisting(spec));
    assertThat(request.jumpHost()).contains(new SshAddress("root", "203.0.113.7", 22));
    assertThat(request.brokers())
        .extracting(AskedBroker::service)
        .containsOnly(new BrokerService(FILE, new Commands("/opt/start", "/opt/stop")));
  }

  @Test
  void brokersComeByTheirNodeIdsWithThePortsOfTheirPlacesInTheSpec() {
    ExistingCluster cluster = cluster(Mode.COMBINED);
    assertThat(cluster.brokers())
        .containsExactly(
            new BrokerPlan(1, "10.0.64.11", "zone-b", true, 9094),
            new BrokerPlan(2, "10.0.0.12", "zone-a", true, 9095),
            new BrokerPlan(3, "10.0.0.11", "zone-a", true, 9093));
    assertThat(cluster.machine(cluster.brokers().get(0)))
        .isEqualTo(
            new AdoptedMachine(
                "10.0.64.11",
                new SshAddress("root", "10.0.64.11", 22),
                "i-1",
                new BrokerService(FILE, new SystemdUnit("kafka.service"))));
    assertThat(cluster.rollout()).isEqualTo(new RolloutPlan(Duration.ofSeconds(10), true));
    assertThat(cluster.internalPort()).isEqualTo(9092);
    assertThat(cluster.externalPort()).isEqualTo(39092);
    assertThat(cluster.clusterId()).isEqualTo("kafka-cluster-id-0001");
  }

  @Test
  void serverGroupsHoldAddressesAndTheLoadBalancerStandsInTheGivenVSwitches() {
    Plan plan = Planner.plan(SPEC, survey(Mode.COMBINED));
    assertThat(plan.exposure().serverGroups())
        .containsExactly(
            new ServerGroupPlan(
                "bootstrap-server-group",
                9092,
                List.of("10.0.64.11", "10.0.0.12", "10.0.0.11"),
                Optional.empty()),
            group(1, 9094, "10.0.64.11"),
            group(2, 9095, "10.0.0.12"),
            group(3, 9093, "10.0.0.11"));
    assertThat(plan.exposure().zoneVSwitches()).containsExactly("vsw-a", "vsw-b");
    assertThat(plan.loadBalancerZones()).containsExactly("ap-southeast-1a", "ap-southeast-1b");
    assertThat(plan.exposure().loadBalancerName()).isEqualTo("orders-nlb");
  }

  private static ServerGroupPlan group(int id, int port, String address) {
    return new ServerGroupPlan(
        "broker-server-group-" + id, port, List.of(address), Optional.of(id));
  }

  @Test
  void onlyVotersAmongTheBrokersAreControllers() {
    assertThat(cluster(Mode.DEDICATED).brokers()).noneMatch(BrokerPlan::controller);
    assertThat(cluster(Mode.DEDICATED).controllers())
        .containsEntry(101, "10.0.0.21:9093")
        .containsEntry(102, "10.0.0.22:9093");
    assertThat(cluster(Mode.ZOOKEEPER).brokers()).noneMatch(BrokerPlan::controller);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aPlanSurvivesTheWayThroughAHistoryAndIsAlwaysTheSame(Mode mode) {
    Plan plan = Planner.plan(SPEC, survey(mode));
    DefaultDataConverter converter = DefaultDataConverter.newDefaultInstance();
    assertThat(
            converter.fromPayload(converter.toPayload(plan).orElseThrow(), Plan.class, Plan.class))
        .isEqualTo(plan)
        .isEqualTo(Planner.plan(SPEC, survey(mode)));
  }

  @Test
  void aRequestIsTheSameWhenItComesBackFromAHistory() {
    DefaultDataConverter converter = DefaultDataConverter.newDefaultInstance();
    assertThat(
            converter.fromPayload(
                converter.toPayload(request(SPEC)).orElseThrow(),
                SurveyRequest.class,
                SurveyRequest.class))
        .isEqualTo(request(SPEC));
  }

  @Test
  void theChangefeedKnowsTheVersionOfTheBrokers() {
    assertThat(Planner.plan(SPEC, survey(Mode.COMBINED)).verification().changefeed().kafkaVersion())
        .isEqualTo(survey(Mode.COMBINED).brokers().get(0).facts().kafkaVersion())
        .isNotBlank();
  }

  @Test
  void onlyWhatIsMadeIsCounted() {
    assertThat(ResourceCount.of(Planner.plan(SPEC, survey(Mode.COMBINED))))
        .containsExactly(
            new ResourceCount("server group", 4),
            new ResourceCount("load balancer", 1),
            new ResourceCount("listener", 4),
            new ResourceCount("endpoint service", 1),
            new ResourceCount("private link connection", 1));
  }
}
