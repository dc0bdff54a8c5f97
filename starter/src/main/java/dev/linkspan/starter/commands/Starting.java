package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.temporal.PlanComparison;
import dev.linkspan.starter.temporal.SearchAttributeRegistration;
import dev.linkspan.starter.temporal.Setups;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.plan.Plan;
import java.util.List;

/** Starts a setup, or finds the same one running. */
final class Starting {
  private static final int MOST_DIFFERENCES = 8;

  private Starting() {}

  /** Returns false when a setup of the very same plan runs already. */
  static boolean ensure(Temporal temporal, Setups setups, Plan plan, Console console) {
    SearchAttributeRegistration.register(temporal);
    if (setups.start(plan)) {
      console.say("Started setup " + plan.name() + ".");
      return true;
    }
    List<String> differences = PlanComparison.differences(setups.planOf(plan.name()), plan);
    if (!differences.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, refusal(plan.name(), differences));
    }
    console.say("Setup " + plan.name() + " runs already.");
    return false;
  }

  private static String refusal(String name, List<String> differences) {
    StringBuilder text = new StringBuilder();
    text.append("A setup named ").append(name).append(" runs with another plan:");
    differences.stream().limit(MOST_DIFFERENCES).forEach(d -> text.append("\n  ").append(d));
    if (differences.size() > MOST_DIFFERENCES) {
      text.append("\n  and ").append(differences.size() - MOST_DIFFERENCES).append(" more");
    }
    return text.append("\nRemove it first (linkspan destroy ")
        .append(name)
        .append("), or give the new one another name.")
        .toString();
  }
}
