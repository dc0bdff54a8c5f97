package dev.linkspan.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.plan.PlanChange.Change;
import dev.linkspan.workflows.plan.PlanChange.Refusal;
import dev.linkspan.workflows.setup.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Also the changed plans for tests of updates. */
public class PlanChangeTest {
  private static final Plan PLAN = Plans.withBrokers(2);

  /** The plan with another interval of the health check. */
  public static Plan withHealthCheck(Plan plan, int seconds) {
    ExposurePlan old = plan.exposure();
    HealthCheckPlan check = old.healthCheck();
    return with(
        plan,
        plan.cluster(),
        new ExposurePlan(
            old.loadBalancerName(),
            old.zoneVSwitches(),
            old.bootstrapPort(),
            new HealthCheckPlan(
                Duration.ofSeconds(seconds),
                check.connectTimeout(),
                check.healthyThreshold(),
                check.unhealthyThreshold()),
            old.serverGroups(),
            old.endpointServiceDescription()),
        plan.verification());
  }

  /** The plan with another source of SSH to the bastion. */
  public static Plan withSshFrom(Plan plan, String source) {
    List<SecurityGroupPlan> groups = new ArrayList<>(plan.network().securityGroups());
    InboundRule old = groups.get(0).rules().get(0);
    groups.set(
        0,
        new SecurityGroupPlan(
            groups.get(0).name(),
            List.of(new InboundRule(old.portRange(), source, old.description()))));
    return withGroups(plan, groups);
  }

  private static Plan withGroups(Plan plan, List<SecurityGroupPlan> groups) {
    NetworkPlan old = plan.network();
    NetworkPlan network =
        new NetworkPlan(
            old.vpcName(),
            old.vpcCidr(),
            old.vSwitches(),
            old.keyPairName(),
            List.copyOf(groups),
            old.instances(),
            old.ssh());
    return with(
        plan,
        new NewCluster(network, plan.kafka(), plan.cluster().rollout()),
        plan.exposure(),
        plan.verification());
  }

  /** The plan with another heap of the brokers. */
  public static Plan withHeap(Plan plan, String heap) {
    return withKafka(plan, heap, plan.kafka().settings());
  }

  /** The plan with other settings of the brokers. */
  public static Plan withSettings(Plan plan, Map<String, String> settings) {
    return withKafka(plan, plan.kafka().heap(), settings);
  }

  private static Plan withKafka(Plan plan, String heap, Map<String, String> settings) {
    KafkaPlan old = plan.kafka();
    KafkaPlan kafka =
        new KafkaPlan(
            old.clusterId(),
            old.kafkaArchive(),
            old.jdkArchive(),
            heap,
            old.installTo(),
            old.serviceUser(),
            old.bindPrivateAddress(),
            old.controllerPort(),
            old.internalPort(),
            old.externalPort(),
            old.distributionPort(),
            old.defaultReplicationFactor(),
            old.minInsyncReplicas(),
            old.brokers(),
            settings);
    return with(
        plan,
        new NewCluster(plan.network(), kafka, plan.cluster().rollout()),
        plan.exposure(),
        plan.verification());
  }

  /** The plan without a changefeed. */
  public static Plan withoutChangefeed(Plan plan) {
    return withChangefeed(plan, ChangefeedUse.TEST_ONLY, "test.*");
  }

  private static Plan withChangefeed(Plan plan, ChangefeedUse use, String table) {
    VerificationPlan old = plan.verification();
    ChangefeedPlan feed = old.changefeed();
    return with(
        plan,
        plan.cluster(),
        plan.exposure(),
        new VerificationPlan(
            old.recurrence(),
            old.patience(),
            old.webhook(),
            old.topic(),
            old.messages(),
            new ChangefeedPlan(use, feed.name(), feed.topic(), table, feed.kafkaVersion()),
            old.repair()));
  }

  private static Plan with(
      Plan plan, ClusterPlan cluster, ExposurePlan exposure, VerificationPlan verification) {
    return new Plan(
        plan.name(),
        plan.region(),
        plan.credentials(),
        cluster,
        exposure,
        plan.connection(),
        verification);
  }

  private static List<Change> changes(Plan wanted) {
    PlanChange change = PlanChange.between(PLAN, wanted);
    assertThat(change.refusals()).isEmpty();
    return change.changes();
  }

  private static List<String> refused(Plan wanted) {
    return PlanChange.between(PLAN, wanted).refusals().stream().map(Refusal::what).toList();
  }

  @Test
  void theSamePlanChangesNothing() {
    assertThat(changes(PLAN)).isEmpty();
  }

  @Test
  void namesEachChangeWithTheFieldOfTheSpecAndBothValues() {
    assertThat(changes(Plans.with(RepairPolicy.SAFE, Plans.withBrokers(2, 7200))))
        .containsExactly(
            new Change("verification.every or cron", "every 1 h", "every 2 h"),
            new Change("verification.repair", "ask", "safe"));
    assertThat(changes(withHealthCheck(PLAN, 7)))
        .containsExactly(new Change("loadBalancer.healthCheckSeconds", "1 s", "7 s"));
    assertThat(changes(withSshFrom(PLAN, "198.51.100.0/24")))
        .containsExactly(new Change("network.bastion.sshFrom", "192.0.2.0/24", "198.51.100.0/24"));
    assertThat(changes(withoutChangefeed(PLAN)))
        .containsExactly(new Change("verification.changefeed.use", "keep", "test-only"));
  }

  @Test
  void namesEachSettingOfTheBrokersThatChanges() {
    Plan now = withSettings(PLAN, Map.of("log.retention.hours", "24", "num.io.threads", "8"));
    Plan wanted = withSettings(PLAN, Map.of("log.retention.hours", "72", "num.partitions", "6"));

    PlanChange change = PlanChange.between(now, wanted);

    assertThat(change.refusals()).isEmpty();
    assertThat(change.counts()).isEqualTo("3 to change");
    assertThat(change.changes())
        .containsExactly(
            new Change("kafka.settings.log.retention.hours", "24", "72"),
            new Change("kafka.settings.num.io.threads", "8", ""),
            new Change("kafka.settings.num.partitions", "", "6"));
    assertThat(PlanChange.applied(now, wanted)).isEqualTo(wanted);
  }

  @Test
  void refusesOtherTablesOfAChangefeedThatStays() {
    PlanChange change =
        PlanChange.between(PLAN, withChangefeed(PLAN, ChangefeedUse.KEEP, "shop.*"));
    assertThat(change.refusals())
        .singleElement()
        .matches(refusal -> refusal.reason().contains("use: test-only"));
  }

  @Test
  void refusesAnythingElse() {
    assertThat(refused(renamed("other", PLAN.region()))).containsExactly("name");
    assertThat(refused(renamed(PLAN.name(), "cn-hongkong"))).containsExactly("region");
    List<SecurityGroupPlan> groups = PLAN.network().securityGroups();
    assertThat(refused(withGroups(PLAN, groups.subList(0, 1)))).containsExactly("network, kafka");
    assertThat(PlanChange.between(PLAN, renamed(PLAN.name(), "cn-hongkong")).counts())
        .isEqualTo("0 to change, 1 refused");
  }

  private static Plan renamed(String name, String region) {
    return new Plan(
        name,
        region,
        PLAN.credentials(),
        PLAN.cluster(),
        PLAN.exposure(),
        PLAN.connection(),
        PLAN.verification());
  }

  @Test
  void c8TheListenerOfAStandingLinkKeepsItsName() {
    Plan now = Plans.ofExisting(2, Mode.COMBINED, new RolloutPlan(Duration.ofSeconds(1), false));

    PlanChange change = PlanChange.between(now, withExternalListener(now, "TIDB"));
    assertThat(change.refusals()).extracting(Refusal::what).containsExactly("kafka.external.name");
    assertThat(change.refusals().get(0).reason()).contains("--restore-brokers");
    assertThat(PlanChange.between(now, withExternalListener(now, "EXTERNAL")).refusals()).isEmpty();
  }

  private static Plan withExternalListener(Plan plan, String name) {
    ExistingCluster old = (ExistingCluster) plan.cluster();
    ExistingCluster named =
        new ExistingCluster(
            old.vpcId(),
            old.vSwitches(),
            old.jumpHost(),
            old.clusterId(),
            old.mode(),
            old.controllers(),
            old.machines(),
            old.internalPort(),
            old.externalPort(),
            old.rollout(),
            old.brokers(),
            name);
    return with(plan, named, plan.exposure(), plan.verification());
  }
}
