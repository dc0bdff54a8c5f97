package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;

/**
 * Gives a finished link the plan of this run, which differs from that of the link: an earlier run
 * has continued as new with it. The link has its old plan until everything is done, so an update
 * that is interrupted starts again. Workflow code only.
 */
final class SetupUpdate {
  private static final String CHANGEFEED = "Changefeed";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final SetupVerification verification;

  SetupUpdate(
      Plan plan, Owner owner, Steps steps, SetupRecord record, SetupVerification verification) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.verification = verification;
  }

  /** Changes what differs, and verifies the link. */
  void run() {
    Link old = record.link();
    if (!old.plan().exposure().healthCheck().equals(plan.exposure().healthCheck())) {
      plan.exposure().serverGroups().forEach(this::healthCheck);
    }
    if (plan.cluster() instanceof NewCluster made) {
      made.network().securityGroups().stream()
          .filter(group -> !old.plan().network().securityGroups().contains(group))
          .forEach(group -> rules(group, old.plan().network()));
    }
    Link link = old.with(plan);
    changefeed(old, link);
    record.change(state -> state.with(link));
    Recurrence wanted = plan.verification().recurrence();
    if (!wanted.equals(old.plan().verification().recurrence())) {
      // The newest word counts: a person may have set other times than those of the old plan.
      record.change(state -> state.with(state.standing().with(wanted)));
    }
    verification.ensureSchedule();
    verification.during("update");
  }

  private void healthCheck(ServerGroupPlan group) {
    steps.call(
        "Health check of " + group.name(),
        ExposureActivities::withSummary,
        exposure ->
            exposure.ensureServerGroup(
                owner,
                record.link().network().vpcId(),
                group.name(),
                plan.exposure().healthCheck()));
  }

  private void rules(SecurityGroupPlan group, NetworkPlan old) {
    steps.call(
        "Rules of " + group.name(),
        NetworkActivities::withSummary,
        network -> network.ensureSecurityGroup(owner, record.link().network().vpcId(), group));
    List<InboundRule> obsolete =
        old.securityGroups().stream()
            .filter(before -> before.name().equals(group.name()))
            .flatMap(before -> before.rules().stream())
            .filter(rule -> !group.rules().contains(rule))
            .toList();
    if (!obsolete.isEmpty()) {
      steps.perform(
          "Old rules of " + group.name(),
          NetworkActivities::withSummary,
          network -> network.removeRules(owner, new SecurityGroupPlan(group.name(), obsolete)));
    }
  }

  private void changefeed(Link old, Link link) {
    boolean kept = keepsChangefeed(old.plan());
    boolean keeps = keepsChangefeed(plan);
    if (kept && !keeps) {
      steps.perform(
          CHANGEFEED,
          VerificationActivities::withSummary,
          checks -> checks.removeChangefeed(owner, old.plan()));
    } else if (keeps && !kept) {
      steps.perform(
          CHANGEFEED,
          VerificationActivities::withSummary,
          checks -> checks.ensureChangefeed(owner, link));
    }
  }

  private static boolean keepsChangefeed(Plan plan) {
    return plan.verification().changefeed().use() == ChangefeedUse.KEEP;
  }
}
