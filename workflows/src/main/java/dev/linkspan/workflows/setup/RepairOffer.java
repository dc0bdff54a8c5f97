package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.verification.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The question whether findings are to be put back, and how a person answers it. Pure. */
final class RepairOffer {
  private static final int MOST_NAMED = 3;

  private RepairOffer() {}

  /** The question; empty if there is nothing to ask a person, or the policy is not to ask. */
  static Optional<String> question(RepairPolicy policy, SetupState state) {
    if (policy == RepairPolicy.OFF || !state.stage().isFinished()) {
      return Optional.empty();
    }
    RepairPlan plan =
        RepairPlan.of(state.findings()).filtered(finding -> !isAutomatic(policy, state, finding));
    return plan.repairable().isEmpty() ? Optional.empty() : Optional.of(text(plan));
  }

  private static boolean isAutomatic(RepairPolicy policy, SetupState state, Finding finding) {
    return policy == RepairPolicy.SAFE
        && RepairPlan.of(List.of(finding)).changes().isEmpty()
        && state.repairAttempts().mayRepair(finding);
  }

  private static String text(RepairPlan plan) {
    List<Finding> findings = plan.repairable();
    String named =
        findings.stream()
            .limit(MOST_NAMED)
            .map(finding -> finding.check().key())
            .collect(Collectors.joining(", "));
    int more = findings.size() - MOST_NAMED;
    return "Not as planned: %s%s; Linkspan can repair %s.  \nTo agree, send the update `repair` or the signal `repairFindings` with `{\"by\": \"your name\"}`."
        .formatted(
            named,
            more > 0 ? " and " + more + " more" : "",
            findings.size() == 1 ? "it" : "these " + findings.size());
  }
}
