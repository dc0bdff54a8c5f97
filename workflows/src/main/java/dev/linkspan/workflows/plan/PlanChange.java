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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  private static final String LISTENER_NAME =
      "The brokers' listener keeps its name as long as the link stands: with another name, every"
          + " broker would need a second listener, and TiDB Cloud would lose the first one."
          + " Destroy the setup with --restore-brokers and create it again.";

  /** One change, in the words of the spec; blank if there is no value. */
  public record Change(String what, String before, String after) {

    /** Whether it adds a broker. */
    public boolean adds() {
      return what.equals(BrokerChange.BROKERS) && before.isBlank();
    }

    /** Whether it removes a broker. */
    public boolean removes() {
      return what.equals(BrokerChange.BROKERS) && after.isBlank();
    }
  }

  /**
   * @param reason why it cannot be changed, and what a person can do
   */
  public record Refusal(String what, String reason) {}

  /** The difference between the plan of a finished link and another plan. */
  public static PlanChange between(Plan now, Plan wanted) {
    List<Change> changes = new ArrayList<>(BrokerChange.between(now, wanted).changes());
    add(changes, "kafka.heap", heap(now), heap(wanted), heap -> heap);
    settings(settings(now), settings(wanted), changes);
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

  /**
   * The plan that a link takes on if nothing is refused: the wanted one, except that the voters and
   * the copies of topics don't follow the number of brokers of a cluster that runs already.
   */
  public static Plan applied(Plan now, Plan wanted) {
    return InPlaceChange.standing(now, wanted);
  }

  /**
   * The plan of a link whose rollout of other settings was aborted: the wanted one, with the
   * settings that brokers can still have because their removal was not finished. The next update
   * removes those.
   */
  public static Plan aborted(Plan now, Plan wanted) {
    return InPlaceChange.keepingSettings(now, wanted);
  }

  /** For example {@code 1 to add, 2 to change, 1 refused}. */
  public String counts() {
    List<String> counts = new ArrayList<>();
    count(counts, changes.stream().filter(Change::adds).count(), "to add");
    count(counts, changes.stream().filter(Change::removes).count(), "to remove");
    count(counts, changes.stream().filter(c -> !c.adds() && !c.removes()).count(), "to change");
    if (counts.isEmpty()) {
      counts.add("0 to change");
    }
    count(counts, refusals.size(), "refused");
    return String.join(", ", counts);
  }

  private static void count(List<String> counts, long number, String what) {
    if (number > 0) {
      counts.add(number + " " + what);
    }
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

  private static String heap(Plan plan) {
    return plan.cluster() instanceof NewCluster made ? made.kafka().heap() : "";
  }

  private static Map<String, String> settings(Plan plan) {
    return plan.cluster() instanceof NewCluster made ? made.kafka().settings() : Map.of();
  }

  private static void settings(
      Map<String, String> now, Map<String, String> wanted, List<Change> changes) {
    Set<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(wanted.keySet());
    keys.forEach(
        key ->
            add(
                changes,
                "kafka.settings." + key,
                now.getOrDefault(key, ""),
                wanted.getOrDefault(key, ""),
                value -> value));
  }

  private static List<Refusal> refusals(Plan now, Plan other) {
    if (!now.name().equals(other.name())) {
      return List.of(new Refusal("name", "It names another setup, " + other.name() + "."));
    }
    Plan wanted = applied(now, other);
    Plan possible = InPlaceChange.of(now, wanted);
    List<Refusal> refusals =
        new ArrayList<>(BrokerChange.between(now, wanted).refusals(now, wanted));
    Differences differences = new Differences(possible, wanted, refusals);
    differences.refuse("region", Plan::region, AGAIN);
    differences.refuse("credentials", Plan::credentials, NOT_YET);
    differences.refuse(
        "tidbCloud",
        plan -> List.of(plan.connection().clusterId(), plan.connection().displayName()),
        "TiDB Cloud cannot move it. " + AGAIN);
    differences.refuse(
        "kafka.external.name", plan -> plan.cluster().externalListener(), LISTENER_NAME);
    if (refusals.isEmpty()) {
      differences.refuse("kafka.brokers", Plan::brokers, NOT_YET);
    }
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
