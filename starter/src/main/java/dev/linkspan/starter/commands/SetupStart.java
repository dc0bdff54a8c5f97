package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.PlanComparison;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SharedWorkflowIds;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import java.util.List;
import java.util.Set;

/** Starts a setup, unless it is running already. */
final class SetupStart {
  private static final int MAX_DIFFERENCES = 8;

  private SetupStart() {}

  /**
   * Starts the setup of this plan; returns false if it is running already.
   *
   * @throws CommandFailure if a setup with this name is running with another plan
   */
  static boolean ensureStarted(
      TemporalConnection temporal, SetupClient setups, Plan plan, Console console) {
    new SharedWorkflowIds(temporal)
        .inTheWayOf(plan.name())
        .ifPresent(
            other -> {
              throw new CommandFailure(ExitCode.USAGE, nameInUse(plan.name(), other));
            });
    if (setups.isRemovedWithoutWorkflow(plan.name())) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "Setup %1$s is still being removed, although its workflow has ended. Nothing was started.\n    -> To finish the removal, run `linkspan destroy %1$s --without-workflow`; then run this command again."
              .formatted(plan.name()));
    }
    if (setups.start(plan, usableSearchAttributes(temporal, console))) {
      console.say("Started setup " + plan.name() + ".");
      return true;
    }
    if (setups.isBeingDestroyed(plan.name())) {
      throw new CommandFailure(
          ExitCode.UNEXPECTED,
          "Setup %1$s is being destroyed. Nothing was started. To see when it is gone, run `linkspan watch %1$s`; then run this command again."
              .formatted(plan.name()));
    }
    Plan running = setups.plan(plan.name());
    List<String> differences =
        PlanComparison.differences(running, PlanChange.applied(running, plan));
    if (!differences.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, conflict(plan.name(), differences));
    }
    console.say("Setup " + plan.name() + " is already running.");
    return false;
  }

  /** Registers the search attributes; returns the names of those that the namespace has. */
  static Set<String> usableSearchAttributes(TemporalConnection temporal, Console console) {
    var outcome = SearchAttributeRegistration.register(temporal.service(), temporal.namespace());
    outcome.warning().ifPresent(text -> console.say(console.theme().yellow("Warning: ") + text));
    return outcome.usable();
  }

  private static String nameInUse(String name, String other) {
    return ("Setup %s is running. A workflow of one of the two would have the ID of the other. Nothing was"
            + " started.\n    -> Choose another name than %s.")
        .formatted(other, name);
  }

  private static String conflict(String name, List<String> differences) {
    StringBuilder text = new StringBuilder();
    text.append("A setup named ").append(name).append(" is already running with another plan:");
    differences.stream().limit(MAX_DIFFERENCES).forEach(d -> text.append("\n  ").append(d));
    if (differences.size() > MAX_DIFFERENCES) {
      text.append("\n  and ").append(differences.size() - MAX_DIFFERENCES).append(" more");
    }
    return text.append(
            "\n"
                + "To see what changes, run `linkspan plan -f FILE`; to change it, `linkspan update"
                + " -f FILE`.")
        .toString();
  }
}
