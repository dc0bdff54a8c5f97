package dev.linkspan.starter.commands;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.planning.CostEstimate;
import dev.linkspan.workflows.planning.PlanDifference;
import dev.linkspan.workflows.planning.PlanDifference.ResourceDifference;
import dev.linkspan.workflows.planning.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code plan} and {@code up} show before anything happens.
 *
 * @param planned the plan
 * @param standing the plan of the setup that stands; empty if there is none
 * @param cost what the planned resources cost
 */
record PlanReport(PlannedSetup planned, Optional<Plan> standing, CostEstimate cost) {

  /**
   * As JSON.
   *
   * @param standing whether a setup with this name stands
   * @param resources what happens to each resource
   * @param update what {@code linkspan update} makes of it; empty without a standing setup
   */
  record Content(
      Plan plan,
      boolean standing,
      List<ResourceDifference> resources,
      Optional<PlanChange> update,
      CostEstimate cost) {}

  /** Whether carrying out the plan changes anything. */
  boolean changes() {
    return difference().changes() || update().filter(PlanReport::changes).isPresent();
  }

  Content content() {
    return new Content(
        planned.plan(), standing.isPresent(), difference().resources(), update(), cost);
  }

  /** The whole plan of a new setup; of a standing one, only what differs. */
  String text() {
    if (standing.isEmpty()) {
      return PlanText.render(planned.plan(), planned.survey())
          + "\n"
          + cost.text()
          + "\nPlan: "
          + difference().counts()
          + ", with the brokers and the verification schedule";
    }
    String name = planned.plan().name();
    PlanChange update = update().orElseThrow();
    if (!changes()) {
      return "Setup " + name + " stands as the spec says: " + difference().counts();
    }
    List<String> lines = new ArrayList<>();
    lines.add("Setup " + name + " stands. The spec differs:");
    lines.addAll(difference().lines());
    if (difference().changes() && !update.changes().isEmpty()) {
      lines.add("In the fields of the spec:");
    }
    update
        .changes()
        .forEach(
            change ->
                lines.add(
                    "  ~  %s: %s -> %s"
                        .formatted(change.what(), text(change.before()), text(change.after()))));
    lines.add("Plan: " + difference().counts());
    cost.text().lines().forEach(lines::add);
    lines.addAll(howTo(update));
    return String.join("\n", lines);
  }

  private static List<String> howTo(PlanChange update) {
    if (update.refusals().isEmpty()) {
      return List.of("To change the setup, run `linkspan update -f FILE`.");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Not possible in place:");
    update
        .refusals()
        .forEach(refusal -> lines.add("  " + refusal.what() + "\n    -> " + refusal.reason()));
    return lines;
  }

  private PlanDifference difference() {
    return PlanDifference.between(standing, planned.plan());
  }

  private Optional<PlanChange> update() {
    return standing.map(now -> PlanChange.between(now, planned.plan()));
  }

  private static boolean changes(PlanChange update) {
    return !update.changes().isEmpty() || !update.refusals().isEmpty();
  }

  private static String text(String value) {
    return value.isBlank() ? "-" : value;
  }
}
