package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.deployment.DeployedBrokers;
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
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a finished link the plan of this run, which differs from that of the link: an earlier run
 * has continued as new with it. The link has its old plan until everything is done, so an update
 * that is interrupted starts again. Workflow code only.
 */
final class SetupUpdate {
  /** Shown only if something unexpected happens outside of the other steps. */
  static final String TITLE = "Update of the link";

  /** The note of the paused schedule, and who asks for the verification. */
  private static final String UPDATE = "update";

  private static final String HEAP = "Heap of the brokers";
  private static final String SETTINGS = "Settings of the brokers";
  private static final String CHANGEFEED = "Changefeed";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final Rollouts rollouts;
  private final BrokerAddition addition;
  private final BrokerDeparture departure;
  private final SetupVerification verification;

  SetupUpdate(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      Rollouts rollouts,
      BrokerAddition addition,
      SetupVerification verification) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.rollouts = rollouts;
    this.addition = addition;
    this.departure = new BrokerDeparture(plan, owner, steps, record, rollouts);
    this.verification = verification;
  }

  /** Whether brokers have to leave before the wanted plan takes the place of this run's plan. */
  boolean needsDeparture(Plan wanted) {
    return departure.isDue(wanted);
  }

  /** Removes the brokers that the wanted plan lacks, while the setup still has the plan of both. */
  void depart(Plan wanted) {
    verification.paused(UPDATE, () -> steps.guarded(TITLE, () -> departure.run(wanted)));
  }

  /** Changes what differs, and verifies the link. */
  void run() {
    verification.paused(UPDATE, () -> steps.guarded(TITLE, this::change));
  }

  private void change() {
    Link old = record.link();
    if (!old.plan().exposure().healthCheck().equals(plan.exposure().healthCheck())) {
      plan.exposure().serverGroups().stream()
          .filter(group -> isThere(group, old))
          .forEach(this::healthCheck);
    }
    if (plan.cluster() instanceof NewCluster made) {
      made.network().securityGroups().stream()
          .filter(group -> !old.plan().network().securityGroups().contains(group))
          .forEach(group -> rules(group, old.plan().network()));
    }
    Link link = addition.addTo(old).with(plan);
    reconfigure(old, link);
    changefeed(old, link);
    record.change(state -> state.with(link));
    Recurrence wanted = plan.verification().recurrence();
    if (!wanted.equals(old.plan().verification().recurrence())) {
      // The newest word counts: a person may have set other times than those of the old plan.
      record.change(state -> state.with(state.standing().with(wanted)));
    }
    verification.ensureSchedule();
    verification.during(UPDATE);
  }

  /** Brokers that were just added have started with the heap and the settings of the plan. */
  private void reconfigure(Link old, Link link) {
    if (plan.cluster() instanceof NewCluster made
        && old.plan().cluster() instanceof NewCluster before) {
      List<String> reasons = new ArrayList<>();
      boolean settings = SettingsChange.between(before.kafka(), made.kafka()).isPresent();
      if (!made.kafka().heap().equals(before.kafka().heap())) {
        reasons.add("kafka.heap is " + made.kafka().heap());
      }
      if (settings) {
        reasons.add(
            "kafka.settings: "
                + String.join(" ", SettingsChange.diff(before.kafka(), made.kafka())));
      }
      if (!reasons.isEmpty()) {
        rollouts.reconfigure(
            settings ? SETTINGS : HEAP,
            link,
            DeployedBrokers.withOtherFiles(old.plan(), plan, old.brokers()),
            new Command("setup", String.join("; ", reasons)));
      }
    }
  }

  private static boolean isThere(ServerGroupPlan group, Link link) {
    return link.listeners().stream().anyMatch(l -> l.nodeId().equals(group.nodeId()));
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
