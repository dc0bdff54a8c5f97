package dev.linkspan.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.PlanChange.Change;
import dev.linkspan.workflows.plan.PlanChange.Refusal;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.setup.Plans;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading.Accepted;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which brokers an update adds and removes, and what it refuses. */
class BrokerChangeTest {
  private static final RolloutPlan ROLLOUT = new RolloutPlan(Duration.ZERO, false);

  private static Plan planned(int brokers, String... zones) {
    Spec.Archive archive =
        new Spec.Archive(
            "3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", "0123456789abcdef".repeat(8));
    Spec.Archive java =
        new Spec.Archive(
            "17.0.15",
            "http://mirror.example/openjdk-17.0.15_linux-x64_bin.tar.gz",
            "0123456789abcdef".repeat(8));
    String text =
        SpecTemplate.demo("demo", "127.61", archive, java, brokers, List.of(zones), "10001");
    return Planner.plan((NewClusterSpec) ((Accepted) SpecReader.read(text)).spec());
  }

  private static List<String> reasons(Plan now, Plan wanted) {
    return PlanChange.between(now, wanted).refusals().stream().map(Refusal::reason).toList();
  }

  private static List<Integer> voters(Plan plan) {
    return plan.brokers().stream().filter(BrokerPlan::controller).map(BrokerPlan::nodeId).toList();
  }

  /** The plan of an existing cluster with other brokers. */
  private static Plan with(Plan plan, UnaryOperator<BrokerPlan> change) {
    ExistingCluster cluster = (ExistingCluster) plan.cluster();
    List<BrokerPlan> brokers = cluster.brokers().stream().map(change).toList();
    return new Plan(
        plan.name(),
        plan.region(),
        plan.credentials(),
        new ExistingCluster(
            cluster.vpcId(),
            cluster.vSwitches(),
            cluster.jumpHost(),
            cluster.clusterId(),
            cluster.mode(),
            cluster.controllers(),
            cluster.machines(),
            cluster.internalPort(),
            cluster.externalPort(),
            cluster.rollout(),
            brokers,
            "EXTERNAL"),
        plan.exposure(),
        plan.connection(),
        plan.verification());
  }

  @Test
  void namesEachBrokerThatIsAddedOrRemoved() {
    PlanChange more = PlanChange.between(Plans.withBrokers(3), Plans.withBrokers(5));
    assertThat(more.refusals()).isEmpty();
    assertThat(more.counts()).isEqualTo("2 to add");
    assertThat(more.changes())
        .containsExactly(
            new Change("kafka.brokers", "", "broker 4 in ap-southeast-1a, port 9096"),
            new Change("kafka.brokers", "", "broker 5 in ap-southeast-1b, port 9097"));

    PlanChange fewer = PlanChange.between(Plans.withBrokers(4), Plans.withBrokers(3));
    assertThat(fewer.refusals()).isEmpty();
    assertThat(fewer.counts()).isEqualTo("1 to remove");
    assertThat(fewer.changes())
        .containsExactly(new Change("kafka.brokers", "broker 4 in ap-southeast-1a, port 9096", ""));
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "1, 3", "1, 4", "2, 3", "2, 5", "3, 4", "3, 6", "4, 5"})
  void theVotersAndTheCopiesOfTopicsStayAsTheyAreWhereverBrokersAreAdded(int now, int then) {
    for (String[] zones :
        List.of(
            new String[] {"ap-southeast-1a", "ap-southeast-1b"},
            new String[] {"ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"})) {
      Plan before = planned(now, zones);
      Plan wanted = planned(then, zones);

      Plan after = PlanChange.applied(before, wanted);

      assertThat(reasons(before, wanted)).isEmpty();
      assertThat(voters(after)).isEqualTo(voters(before));
      assertThat(after.kafka().defaultReplicationFactor())
          .isEqualTo(before.kafka().defaultReplicationFactor());
      assertThat(after.brokers()).hasSize(then).containsAll(before.brokers());
      assertThat(PlanChange.between(after, wanted).changes()).isEmpty();
      assertThat(reasons(after, wanted)).isEmpty();
      assertThat(PlanChange.applied(after, before)).isEqualTo(before);
      assertThat(reasons(after, before)).isEmpty();
    }
  }

  @Test
  void refusesToRemoveAVoterAndSaysWhy() {
    assertThat(reasons(Plans.withBrokers(5), Plans.withBrokers(2)))
        .anyMatch(reason -> reason.startsWith("Broker 3 is a voter of the quorum."))
        .anyMatch(reason -> reason.startsWith("Topics have 3 copies"))
        .hasSize(2);
  }

  @Test
  void aBrokerOfTheMiddleCanLeaveANewClusterBecausePortsFollowFromIds() {
    Plan five = planned(5, "ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");
    Plan without4 = without(five, 4);

    PlanChange change = PlanChange.between(five, without4);

    assertThat(change.refusals()).isEmpty();
    assertThat(change.counts()).isEqualTo("1 to remove");
  }

  private static Plan without(Plan plan, int nodeId) {
    String text =
        SpecTemplate.demo(
            "demo",
            "127.61",
            new Spec.Archive(
                "3.7.1",
                "http://mirror.example/kafka_2.13-3.7.1.tgz",
                "0123456789abcdef".repeat(8)),
            new Spec.Archive(
                "17.0.15",
                "http://mirror.example/openjdk-17.0.15_linux-x64_bin.tar.gz",
                "0123456789abcdef".repeat(8)),
            plan.brokers().size(),
            List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"),
            "10001");
    String others =
        text.lines()
            .filter(line -> !line.matches("\\s*- \\{?\\s*id: " + nodeId + "\\b.*"))
            .reduce("", (one, other) -> one + other + "\n");
    return Planner.plan((NewClusterSpec) ((Accepted) SpecReader.read(others)).spec());
  }

  @Test
  void refusesToRenumberTheBrokersOfAnExistingCluster() {
    Plan now = Plans.ofExisting(4, Mode.COMBINED, ROLLOUT);
    Plan moved =
        with(
            now,
            b ->
                b.nodeId() == 4
                    ? new BrokerPlan(4, b.instance(), b.zone(), b.controller(), 9099)
                    : b);

    assertThat(reasons(now, moved))
        .singleElement()
        .matches(reason -> reason.contains("from port 9096 to port 9099"))
        .matches(reason -> reason.contains("`advertisedPort: 9096`"));
  }

  @Test
  void anExistingClusterCanLoseItsLastBrokerAndGetItBack() {
    Plan four = Plans.ofExisting(4, Mode.COMBINED, ROLLOUT);
    Plan three = Plans.ofExisting(3, Mode.COMBINED, ROLLOUT);

    assertThat(PlanChange.between(four, three).counts()).isEqualTo("1 to remove");
    assertThat(PlanChange.between(three, four).counts()).isEqualTo("1 to add");
  }

  @Test
  void refusesAnotherBrokerOnTheMachineOfOneThatLeaves() {
    Plan now = Plans.ofExisting(3, Mode.COMBINED, ROLLOUT);
    Plan other =
        with(
            now,
            b ->
                b.nodeId() == 3
                    ? new BrokerPlan(7, b.instance(), b.zone(), b.controller(), 9100)
                    : b);

    assertThat(reasons(now, other))
        .anyMatch(reason -> reason.contains("Broker 7 takes the machine or the port of broker 3"));
  }

  @Test
  void whatIsAddedDoesNotHideAnotherDifference() {
    Plan wanted = PlanChangeTest.withSshFrom(Plans.withBrokers(4), "198.51.100.0/24");

    assertThat(PlanChange.between(Plans.withBrokers(3), wanted).counts())
        .isEqualTo("1 to add, 1 to change");
    assertThat(IntStream.rangeClosed(1, 4).boxed().toList())
        .isEqualTo(
            PlanChange.applied(Plans.withBrokers(3), wanted).brokers().stream()
                .map(BrokerPlan::nodeId)
                .toList());
  }
}
