package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import java.util.List;
import java.util.Optional;

/**
 * A setup's answer to the query {@code status}.
 *
 * @param setupId see {@link Owner}
 * @param waitingFor one line for a person: what the setup waits for, and how to answer
 * @param parked every step that waits for {@code retry}
 * @param approval the endpoint that waits for a decision
 * @param decision the decision, as recorded
 * @param lastReport of the newest verification
 * @param findings what the newest verification found not to be well
 * @param history the results of the last verifications, the newest first
 * @param lastRollout of the newest rolling restart
 * @param ignored the newest signal that the setup ignored, and why
 * @param health what is known of the link
 * @param standing what keeps the link verified
 */
public record SetupStatus(
    String name,
    String region,
    String setupId,
    Phase phase,
    Optional<String> waitingFor,
    List<ParkedStepNotice> parked,
    Optional<EndpointRequest> approval,
    Optional<Decision> decision,
    Inventory inventory,
    Optional<Report> lastReport,
    List<Finding> findings,
    List<PastVerification> history,
    Optional<RolloutReport> lastRollout,
    Optional<IgnoredSignal> ignored,
    Health health,
    Standing standing) {

  /** Also the search attribute {@code LinkspanPhase}. */
  public enum Phase {
    BUILDING,
    AWAITING_APPROVAL,
    PARKED,
    READY,
    BROKEN,
    /** The link stands; its brokers are restarted one at a time. */
    RESTARTING,
    /** The link stands; what a verification found is put back as planned. */
    REPAIRING,
    /** The link stands; it gets another plan. */
    UPDATING,
    DESTROYING,
    DESTROYED
  }

  static SetupStatus of(Owner owner, SetupState state, Optional<String> waitingFor) {
    return new SetupStatus(
        owner.setup(),
        owner.region(),
        owner.setupId(),
        state.phase(),
        waitingFor,
        state.parked(),
        state.approval(),
        state.decision(),
        state.inventory(),
        state.lastReport(),
        state.findings(),
        state.history(),
        state.lastRollout(),
        state.ignored(),
        state.health(),
        state.standing());
  }

  /** The brokers that the last rollout left down, unless a verification has passed since then. */
  public List<Integer> leftDown() {
    return leftDown(lastRollout, lastReport);
  }

  static List<Integer> leftDown(Optional<RolloutReport> lastRollout, Optional<Report> lastReport) {
    return lastRollout
        .filter(
            rollout ->
                lastReport
                    .filter(report -> report.healthy() && report.complete())
                    .filter(report -> report.at().isAfter(rollout.endedAt()))
                    .isEmpty())
        .map(RolloutReport::leftDown)
        .orElse(List.of());
  }
}
