package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What another plan changes about a finished link. Pure.
 *
 * @param changes what can be changed in place
 * @param refusals what cannot, so that nothing is changed
 */
public record PlanChange(List<Change> changes, List<Refusal> refusals) {
  private static final String AGAIN = "Destroy the setup and create it again.";
  private static final String NOT_YET = "Not yet possible in place. " + AGAIN;

  private static final String KEPT =
      "The tables of a changefeed that stays cannot be changed. Update with `use: test-only` first.";

  /** One change, in the words of the spec; blank if there is no value. */
  public record Change(String what, String before, String after) {}

  /**
   * @param reason why it cannot be changed, and what a person can do
   */
  public record Refusal(String what, String reason) {}

  /** The difference between the plan of a finished link and another plan. */
  public static PlanChange between(Plan now, Plan wanted) {
    List<Change> changes = new ArrayList<>();
    verification(now.verification(), wanted.verification(), changes);
    add(
        changes,
        "loadBalancer.healthCheckSeconds",
        now.exposure().healthCheck(),
        wanted.exposure().healthCheck(),
        PlanChange::text);
    add(changes, "network.bastion.sshFrom", sshFrom(now), sshFrom(wanted), sources -> sources);
    rollout(now.cluster().rollout(), wanted.cluster().rollout(), changes);
    return new PlanChange(List.copyOf(changes), refusals(now, wanted));
  }

  /** For example {@code 2 to change, 1 refused}. */
  public String counts() {
    return changes.size()
        + " to change"
        + (refusals.isEmpty() ? "" : ", " + refusals.size() + " refused");
  }

  private static void verification(
      VerificationPlan now, VerificationPlan wanted, List<Change> changes) {
    add(
        changes,
        "verification.every or cron",
        now.recurrence(),
        wanted.recurrence(),
        Recurrence::text);
    add(changes, "verification.patience", now.patience(), wanted.patience(), PlanChange::text);
    add(
        changes,
        "verification.webhook",
        now.webhook(),
        wanted.webhook(),
        webhook -> webhook.map(WebhookPlan::url).orElse(""));
    add(
        changes,
        "verification.repair",
        now.repair(),
        wanted.repair(),
        policy -> policy.name().toLowerCase(Locale.ROOT));
    add(
        changes,
        "verification.changefeed.use",
        now.changefeed().use(),
        wanted.changefeed().use(),
        use -> use.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    add(
        changes,
        "verification.changefeed.table",
        now.changefeed().tableFilter(),
        wanted.changefeed().tableFilter(),
        table -> table);
  }

  private static void rollout(RolloutPlan now, RolloutPlan wanted, List<Change> changes) {
    add(changes, "rollout.pause", now.pause(), wanted.pause(), PlanChange::text);
    add(changes, "rollout.audit", now.audit(), wanted.audit(), String::valueOf);
    add(
        changes,
        "rollout.patience",
        now.patience(),
        wanted.patience(),
        patience -> patience.map(PlanChange::text).orElse(""));
  }

  private static <T> void add(
      List<Change> changes, String what, T now, T wanted, Function<T, String> text) {
    if (!now.equals(wanted)) {
      changes.add(new Change(what, text.apply(now), text.apply(wanted)));
    }
  }

  private static String text(Duration duration) {
    return duration.toSeconds() + " s";
  }

  private static String text(HealthCheckPlan check) {
    return text(check.interval());
  }

  private static String sshFrom(Plan plan) {
    return plan.cluster() instanceof NewCluster made
        ? InPlaceChange.operatorRules(made.network())
            .map(InboundRule::sourceCidr)
            .collect(Collectors.joining(", "))
        : "";
  }

  private static List<Refusal> refusals(Plan now, Plan wanted) {
    if (!now.name().equals(wanted.name())) {
      return List.of(new Refusal("name", "It names another setup, " + wanted.name() + "."));
    }
    Plan possible = InPlaceChange.of(now, wanted);
    List<Refusal> refusals = new ArrayList<>();
    Differences differences = new Differences(possible, wanted, refusals);
    differences.refuse("region", Plan::region, AGAIN);
    differences.refuse("credentials", Plan::credentials, NOT_YET);
    differences.refuse(
        "tidbCloud",
        plan -> List.of(plan.connection().clusterId(), plan.connection().displayName()),
        "TiDB Cloud cannot move it. " + AGAIN);
    differences.refuse("kafka.brokers", Plan::brokers, NOT_YET);
    differences.refuse("verification", Plan::verification, KEPT);
    if (refusals.isEmpty()) {
      differences.refuse("loadBalancer, kafka.ports", Plan::exposure, NOT_YET);
      differences.refuse("network, kafka", Plan::cluster, NOT_YET);
    }
    return List.copyOf(refusals);
  }

  /** What is left once everything that can be changed in place is the same. */
  private record Differences(Plan possible, Plan wanted, List<Refusal> refusals) {
    void refuse(String what, Function<Plan, Object> part, String reason) {
      if (!part.apply(possible).equals(part.apply(wanted))) {
        refusals.add(new Refusal(what, reason));
      }
    }
  }
}
