package dev.linkspan.workflows.planning;

import static dev.linkspan.workflows.spec.Specs.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.spec.Specs;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {
  private static Plan demo(int brokers) {
    return Planner.plan(accepted(Specs.demo(brokers)));
  }

  static IntStream everyNumberOfBrokers() {
    return IntStream.rangeClosed(1, 49);
  }

  @Test
  void theGuidesExampleHasTheGuidesServerGroupsAndPorts() {
    Plan plan = Planner.plan(accepted(Specs.guide()));
    assertThat(plan.exposure().serverGroups())
        .containsExactly(
            new ServerGroupPlan(
                "bootstrap-server-group",
                9092,
                List.of("broker-node1", "broker-node2", "broker-node3"),
                Optional.empty()),
            group(1, 9093),
            group(2, 9094),
            group(3, 9095));
    assertThat(plan.network().vSwitches())
        .containsExactly(
            new VSwitchPlan("broker-ap-southeast-1a", "ap-southeast-1a", "10.0.0.0/18"),
            new VSwitchPlan("broker-ap-southeast-1b", "ap-southeast-1b", "10.0.64.0/18"),
            new VSwitchPlan("broker-ap-southeast-1c", "ap-southeast-1c", "10.0.128.0/18"),
            new VSwitchPlan("bastion", "ap-southeast-1a", "10.0.192.0/18"));
    assertThat(plan.exposure().zoneVSwitches())
        .containsExactly(
            "broker-ap-southeast-1a", "broker-ap-southeast-1b", "broker-ap-southeast-1c");
    assertThat(plan.kafka().brokers())
        .allMatch(BrokerPlan::controller)
        .extracting(b -> b.advertisedHost(BrokerDomains.ofGuide("u")) + ":" + b.advertisedPort())
        .containsExactly(
            "b1.u.alicloud.plc.tidbcloud.com:9093",
            "b2.u.alicloud.plc.tidbcloud.com:9094",
            "b3.u.alicloud.plc.tidbcloud.com:9095");
    assertThat(plan.kafka().defaultReplicationFactor()).isEqualTo(3);
    assertThat(plan.kafka().minInsyncReplicas()).isEqualTo(2);
  }

  private static ServerGroupPlan group(int id, int port) {
    return new ServerGroupPlan(
        "broker-server-group-" + id, port, List.of("broker-node" + id), Optional.of(id));
  }

  @ParameterizedTest
  @MethodSource("everyNumberOfBrokers")
  void portsAndNamesAreUniqueWhateverTheNumberOfBrokers(int brokers) {
    Plan plan = demo(brokers);
    assertThat(plan.exposure().serverGroups()).hasSize(brokers + 1);
    assertThat(plan.exposure().serverGroups())
        .extracting(ServerGroupPlan::listenerPort)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 1 && port <= 65535);
    assertThat(names(plan)).doesNotHaveDuplicates().allMatch(name -> name.length() <= 128);
  }

  @ParameterizedTest
  @MethodSource("everyNumberOfBrokers")
  void theNumberOfControllersIsOddAndTheyStandInDifferentZones(int brokers) {
    List<BrokerPlan> controllers =
        demo(brokers).kafka().brokers().stream().filter(BrokerPlan::controller).toList();
    assertThat(controllers).hasSize(brokers < 3 ? 1 : 3);
    assertThat(controllers).extracting(BrokerPlan::zone).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("everyNumberOfBrokers")
  void whatThePlanRefersToIsInThePlan(int brokers) {
    Plan plan = demo(brokers);
    Map<String, InstancePlan> instances =
        plan.network().instances().stream().collect(Collectors.toMap(InstancePlan::name, i -> i));
    List<String> vSwitches = plan.network().vSwitches().stream().map(VSwitchPlan::name).toList();
    List<String> groups =
        plan.network().securityGroups().stream().map(SecurityGroupPlan::name).toList();
    assertThat(instances).hasSize(brokers + 1);
    assertThat(instances.values())
        .allMatch(i -> vSwitches.contains(i.vSwitch()) && groups.contains(i.securityGroup()));
    assertThat(plan.kafka().brokers()).allMatch(b -> instances.containsKey(b.instance()));
    assertThat(plan.exposure().serverGroups())
        .allMatch(g -> instances.keySet().containsAll(g.instances()));
    assertThat(vSwitches).containsAll(plan.exposure().zoneVSwitches());
    assertThat(plan.network().instances().get(0).name()).isEqualTo("bastion-node");
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,3,2", "4,3,2", "49,3,2"})
  void copiesScaleWithTheNumberOfBrokers(int brokers, int copies, int inSync) {
    assertThat(demo(brokers).kafka().defaultReplicationFactor()).isEqualTo(copies);
    assertThat(demo(brokers).kafka().minInsyncReplicas()).isEqualTo(inSync);
  }

  @Test
  void twoZonesShareThreeControllers() {
    String spec =
        Specs.demo(4)
            .replaceAll("    - \\{zone: ap-southeast-1c.*\n", "")
            .replace("zone: ap-southeast-1c", "zone: ap-southeast-1b");
    assertThat(Planner.plan(accepted(spec)).kafka().brokers())
        .filteredOn(BrokerPlan::controller)
        .extracting(BrokerPlan::nodeId)
        .containsExactly(1, 2, 4);
  }

  @Test
  void aZoneWithoutABrokerHasItsVSwitchForTheLoadBalancer() {
    assertThat(demo(1).network().vSwitches()).hasSize(4);
    assertThat(demo(1).exposure().zoneVSwitches()).hasSize(3);
  }

  @Test
  void onlyTheBastionIsOpenToTheOutsideAndOnlyForTheOperatorsSsh() {
    Plan plan = Planner.plan(accepted(Specs.guide()));
    assertThat(plan.network().instances())
        .filteredOn(i -> i.publicBandwidthMbps() > 0)
        .extracting(InstancePlan::name)
        .containsExactly("bastion-node");
    assertThat(plan.network().securityGroups())
        .flatExtracting(SecurityGroupPlan::rules)
        .extracting(rule -> rule.portRange() + " " + rule.sourceCidr())
        .containsExactly(
            "22/22 203.0.113.7/32",
            "8099/8099 10.0.0.0/16",
            "22/22 10.0.192.0/18",
            "9092/9092 10.0.0.0/16",
            "29092/29092 10.0.0.0/16",
            "39092/39092 10.0.0.0/16");
  }

  @Test
  void aPlanSurvivesTheWayThroughAHistory() {
    Plan plan = demo(3);
    DefaultDataConverter converter = DefaultDataConverter.newDefaultInstance();
    assertThat(
            converter.fromPayload(converter.toPayload(plan).orElseThrow(), Plan.class, Plan.class))
        .isEqualTo(plan);
  }

  @Test
  void thePortOfABrokerStaysWhenAnotherIsTakenAway() {
    String spec = Specs.demo(3).replace("    - {id: 2, zone: ap-southeast-1b}\n", "");
    assertThat(Planner.plan(accepted(spec)).kafka().broker(3).advertisedPort())
        .isEqualTo(demo(3).kafka().broker(3).advertisedPort());
  }

  @Test
  void aKafkaClusterIdIsDerivedOncePerSetupUnlessWritten() {
    String derived = demo(3).kafka().clusterId();
    assertThat(derived).hasSize(22).isEqualTo(demo(3).kafka().clusterId());
    String other = Specs.demo(3).replace("name: demo", "name: other");
    assertThat(Planner.plan(accepted(other)).kafka().clusterId()).isNotEqualTo(derived);
    String written =
        Specs.demo(3).replace("heap: 256m", "heap: 256m\n  clusterId: BRl69zcmTFmiPaoaANybiw");
    assertThat(Planner.plan(accepted(written)).kafka().clusterId())
        .isEqualTo("BRl69zcmTFmiPaoaANybiw");
  }

  @Test
  void derivedKafkaClusterIdsWouldBeAcceptedIfWritten() {
    HashSet<String> ids = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      String named = Specs.demo(1).replace("name: demo", "name: s" + i);
      String id = Planner.plan(accepted(named)).kafka().clusterId();
      accepted(named.replace("heap: 256m", "heap: 256m\n  clusterId: " + id));
      ids.add(id);
    }
    assertThat(ids).hasSize(300);
  }

  private static List<String> names(Plan plan) {
    return Stream.of(
            Stream.of(plan.network().vpcName(), plan.network().keyPairName()),
            Stream.of(plan.exposure().loadBalancerName()),
            plan.network().vSwitches().stream().map(VSwitchPlan::name),
            plan.network().securityGroups().stream().map(SecurityGroupPlan::name),
            plan.network().instances().stream().map(InstancePlan::name),
            plan.exposure().serverGroups().stream().map(ServerGroupPlan::name))
        .flatMap(names -> names)
        .toList();
  }
}
