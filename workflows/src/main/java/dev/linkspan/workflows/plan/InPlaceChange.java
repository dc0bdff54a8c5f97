package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The part of another plan that a finished link can take on as it is. Pure. */
final class InPlaceChange {
  /** In the description of the rule that the spec's {@code sshFrom} sets. */
  private static final String OPERATOR = "SSH from the operator";

  private InPlaceChange() {}

  /** The plan of a link with everything of another plan that can be changed in place. */
  static Plan of(Plan now, Plan wanted) {
    return new Plan(
        now.name(),
        now.region(),
        now.credentials(),
        cluster(now.cluster(), wanted.cluster()),
        exposure(now.exposure(), wanted.exposure()),
        now.connection(),
        verification(now.verification(), wanted.verification()));
  }

  /**
   * The other plan with what follows from the number of brokers as it is in the plan of the link: a
   * cluster that grows keeps its voters and the copies of its topics.
   */
  static Plan standing(Plan now, Plan wanted) {
    if (now.cluster() instanceof NewCluster made && wanted.cluster() instanceof NewCluster other) {
      return with(
          wanted,
          new NewCluster(other.network(), standing(made.kafka(), other.kafka()), other.rollout()));
    }
    return wanted;
  }

  /** The other plan with the settings that only the plan of the link has. */
  static Plan keepingSettings(Plan now, Plan wanted) {
    if (now.cluster() instanceof NewCluster before && wanted.cluster() instanceof NewCluster made) {
      Map<String, String> settings = new TreeMap<>(before.kafka().settings());
      settings.putAll(made.kafka().settings());
      return with(
          wanted,
          new NewCluster(
              made.network(),
              kafka(
                  made.kafka(),
                  made.kafka().heap(),
                  settings,
                  made.kafka(),
                  made.kafka().brokers()),
              made.rollout()));
    }
    return wanted;
  }

  private static Plan with(Plan plan, ClusterPlan cluster) {
    return new Plan(
        plan.name(),
        plan.region(),
        plan.credentials(),
        cluster,
        plan.exposure(),
        plan.connection(),
        plan.verification());
  }

  private static KafkaPlan standing(KafkaPlan now, KafkaPlan wanted) {
    List<BrokerPlan> brokers =
        wanted.brokers().stream()
            .map(
                broker ->
                    new BrokerPlan(
                        broker.nodeId(),
                        broker.instance(),
                        broker.zone(),
                        BrokerChange.find(now.brokers(), broker)
                            .filter(BrokerPlan::controller)
                            .isPresent(),
                        broker.advertisedPort()))
            .toList();
    return kafka(wanted, wanted.heap(), wanted.settings(), now, brokers);
  }

  private static ClusterPlan cluster(ClusterPlan now, ClusterPlan wanted) {
    if (now instanceof NewCluster made) {
      return wanted instanceof NewCluster other
          ? new NewCluster(
              network(made.network(), other.network()),
              kafka(
                  made.kafka(),
                  other.kafka().heap(),
                  other.kafka().settings(),
                  made.kafka(),
                  brokers(made.brokers(), other.brokers())),
              other.rollout())
          : made;
    }
    ExistingCluster found = (ExistingCluster) now;
    return wanted instanceof ExistingCluster other ? existing(found, other) : found;
  }

  /**
   * A plan with this heap, and with these settings and brokers.
   *
   * @param copied whose copies of topics it has
   */
  private static KafkaPlan kafka(
      KafkaPlan plan,
      String heap,
      Map<String, String> settings,
      KafkaPlan copied,
      List<BrokerPlan> brokers) {
    return new KafkaPlan(
        plan.clusterId(),
        plan.kafkaArchive(),
        plan.jdkArchive(),
        heap,
        plan.installTo(),
        plan.serviceUser(),
        plan.bindPrivateAddress(),
        plan.controllerPort(),
        plan.internalPort(),
        plan.externalPort(),
        plan.distributionPort(),
        copied.defaultReplicationFactor(),
        copied.minInsyncReplicas(),
        brokers,
        settings);
  }

  /** Those that stay, as they are, and those that are added. */
  private static List<BrokerPlan> brokers(List<BrokerPlan> now, List<BrokerPlan> wanted) {
    return wanted.stream().map(broker -> BrokerChange.find(now, broker).orElse(broker)).toList();
  }

  private static ExistingCluster existing(ExistingCluster now, ExistingCluster wanted) {
    return new ExistingCluster(
        now.vpcId(),
        now.vSwitches(),
        now.jumpHost(),
        now.clusterId(),
        now.mode(),
        now.controllers(),
        merged(now.machines(), wanted.machines(), AdoptedMachine::name),
        now.internalPort(),
        now.externalPort(),
        wanted.rollout(),
        brokers(now.brokers(), wanted.brokers()),
        now.externalListener());
  }

  /** The wanted entries, those that are there already as they are. */
  private static <T> List<T> merged(List<T> now, List<T> wanted, Function<T, String> name) {
    return wanted.stream()
        .map(
            entry ->
                now.stream()
                    .filter(there -> name.apply(there).equals(name.apply(entry)))
                    .findFirst()
                    .orElse(entry))
        .toList();
  }

  private static NetworkPlan network(NetworkPlan now, NetworkPlan wanted) {
    boolean sameOtherwise =
        withoutSources(now.securityGroups()).equals(withoutSources(wanted.securityGroups()));
    return new NetworkPlan(
        now.vpcName(),
        now.vpcCidr(),
        now.vSwitches(),
        now.keyPairName(),
        sameOtherwise ? wanted.securityGroups() : now.securityGroups(),
        merged(now.instances(), wanted.instances(), InstancePlan::name),
        now.ssh());
  }

  /** The rules that the spec's {@code sshFrom} sets. */
  static Stream<InboundRule> operatorRules(NetworkPlan network) {
    return network.securityGroups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(InPlaceChange::isOperators);
  }

  private static boolean isOperators(InboundRule rule) {
    return rule.description().equals(OPERATOR);
  }

  private static List<SecurityGroupPlan> withoutSources(List<SecurityGroupPlan> groups) {
    return groups.stream()
        .map(
            group ->
                new SecurityGroupPlan(
                    group.name(),
                    group.rules().stream()
                        .map(
                            rule ->
                                isOperators(rule)
                                    ? new InboundRule(rule.portRange(), "", rule.description())
                                    : rule)
                        .toList()))
        .toList();
  }

  private static ExposurePlan exposure(ExposurePlan now, ExposurePlan wanted) {
    return new ExposurePlan(
        now.loadBalancerName(),
        now.zoneVSwitches(),
        now.bootstrapPort(),
        wanted.healthCheck(),
        wanted.serverGroups().stream().map(group -> serverGroup(now, group)).toList(),
        now.endpointServiceDescription());
  }

  /** The bootstrap group gets the instances that are wanted; the others stay as they are. */
  private static ServerGroupPlan serverGroup(ExposurePlan now, ServerGroupPlan wanted) {
    return now.serverGroups().stream()
        .filter(group -> group.nodeId().equals(wanted.nodeId()))
        .findFirst()
        .map(
            group ->
                group.nodeId().isPresent()
                    ? group
                    : new ServerGroupPlan(
                        group.name(), group.listenerPort(), wanted.instances(), group.nodeId()))
        .orElse(wanted);
  }

  private static VerificationPlan verification(VerificationPlan now, VerificationPlan wanted) {
    ChangefeedPlan before = now.changefeed();
    ChangefeedPlan after = wanted.changefeed();
    boolean stays = before.use() == ChangefeedUse.KEEP && after.use() == ChangefeedUse.KEEP;
    return new VerificationPlan(
        wanted.recurrence(),
        wanted.patience(),
        wanted.webhook(),
        now.topic(),
        now.messages(),
        new ChangefeedPlan(
            after.use(),
            before.name(),
            before.topic(),
            stays ? before.tableFilter() : after.tableFilter(),
            before.kafkaVersion()),
        wanted.repair());
  }
}
