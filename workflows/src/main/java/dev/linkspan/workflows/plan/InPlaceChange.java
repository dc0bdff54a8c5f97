package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import java.util.List;
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

  private static ClusterPlan cluster(ClusterPlan now, ClusterPlan wanted) {
    RolloutPlan rollout = wanted.rollout();
    if (now instanceof NewCluster made) {
      return new NewCluster(
          wanted instanceof NewCluster other
              ? network(made.network(), other.network())
              : made.network(),
          made.kafka(),
          rollout);
    }
    ExistingCluster found = (ExistingCluster) now;
    return new ExistingCluster(
        found.vpcId(),
        found.vSwitches(),
        found.jumpHost(),
        found.clusterId(),
        found.mode(),
        found.controllers(),
        found.machines(),
        found.internalPort(),
        found.externalPort(),
        rollout,
        found.brokers());
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
        now.instances(),
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
        now.serverGroups(),
        now.endpointServiceDescription());
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
