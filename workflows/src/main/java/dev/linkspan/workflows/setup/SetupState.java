package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Check.Severity;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.Latencies;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a setup knows of itself; immutable. A run hands it to the next one when it
 * continues as new.
 *
 * @param parked steps that wait for {@code retry}, the setup's own and its children's
 * @param approval the endpoint that waits for a decision
 * @param decision the decision, as recorded
 * @param findings what the newest verification found not to be well
 * @param history the results of the last verifications, the newest first
 * @param ignored the newest signal that the setup ignored
 * @param standing what keeps the link verified
 * @param repairAttempts how often the setup repaired which findings without a person
 * @param latencies of the last verifications; null means none
 */
public record SetupState(
    Stage stage,
    List<ParkedStepNotice> parked,
    Optional<EndpointRequest> approval,
    Optional<Decision> decision,
    Inventory inventory,
    Optional<Report> lastReport,
    List<Finding> findings,
    List<PastVerification> history,
    Optional<RolloutReport> lastRollout,
    Optional<IgnoredSignal> ignored,
    Standing standing,
    RepairAttempts repairAttempts,
    @Nullable Latencies latencies) { // null in histories from before it was kept

  /** What the setup does, whether or not it waits for a person meanwhile. */
  public enum Stage {
    BUILDING,
    READY,
    BROKEN,
    RESTARTING,
    REPAIRING,
    UPDATING,
    DESTROYING,
    DESTROYED;

    /** Whether there is a finished link and nothing happens to it. */
    boolean isFinished() {
      return this == READY || this == BROKEN;
    }
  }

  /** Far more than there are steps; bounds what forged notices can fill. */
  private static final int MOST_PARKED = 100;

  /** Bounds the headline. */
  private static final int MOST_SHOWN = 10;

  static final SetupState NEW =
      new SetupState(
          Stage.BUILDING,
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Inventory.EMPTY,
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Standing.NEW,
          RepairAttempts.NONE,
          Latencies.NONE);

  /** The phase that people see: waiting for a person comes before what the setup does. */
  Phase phase() {
    return phase(stage, !parked.isEmpty(), approval.isPresent() && decision.isEmpty());
  }

  static Phase phase(Stage stage, boolean parked, boolean undecided) {
    if (stage == Stage.DESTROYED) {
      return Phase.DESTROYED;
    }
    if (parked) {
      return Phase.PARKED;
    }
    return undecided ? Phase.AWAITING_APPROVAL : Phase.valueOf(stage.name());
  }

  /** One line for a person: what the setup waits for, and how to answer. */
  Optional<String> waitingFor() {
    return switch (phase()) {
      case PARKED -> Optional.of(text(parked.get(0)));
      case AWAITING_APPROVAL ->
          approval.map(
              request -> ApprovalDecision.question(request, ignored.map(IgnoredSignal::reason)));
      case BROKEN ->
          leftDown().isEmpty()
              ? lastReport.flatMap(SetupState::text)
              : Optional.of(text(leftDown()));
      default -> Optional.empty();
    };
  }

  private static String text(ParkedStepNotice step) {
    return "Parked: %s: %s  \n%s Then send the signal `retry` with `{\"by\": \"your name\"}`."
        .formatted(step.step(), step.problem(), step.remedy());
  }

  private static String text(List<Integer> leftDown) {
    return "Broken: down at the end of the last rollout: broker %s.  \nStart it, then send the update `verify` with `{\"by\": \"your name\"}`."
        .formatted(leftDown.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static Optional<String> text(Report report) {
    return report.broken().stream()
        .findFirst()
        .map(check -> text("Broken", check))
        .or(
            () ->
                report.findings().stream()
                    .filter(check -> check.severity() == Severity.BREAKS)
                    .findFirst()
                    .map(check -> text("Not proved", check)));
  }

  private static String text(String what, Check check) {
    return "%s: %s: %s  \nFix it, then send the update `verify` with `{\"by\": \"your name\"}`."
        .formatted(what, check.key(), check.evidence());
  }

  /**
   * The first lines for a person: what the setup waits for, and what is not well.
   *
   * @param waiting see {@link SetupStatus#waitingFor()}
   */
  Optional<String> headline(Optional<String> waiting) {
    if (!stage.isFinished() || countFindings() == 0) {
      return waiting;
    }
    StringBuilder text =
        new StringBuilder(waiting.orElse("The link works, but is not as planned.")).append("\n");
    findings.stream()
        .filter(Finding::counts)
        .limit(MOST_SHOWN)
        .forEach(f -> text.append("\n- ").append(line(f)));
    if (countFindings() > MOST_SHOWN) {
      text.append("\n- and ").append(countFindings() - MOST_SHOWN).append(" more");
    }
    return Optional.of(text.toString());
  }

  private static String line(Finding finding) {
    String remedy = finding.check().remedy();
    return finding.check().key()
        + ": "
        + finding.text()
        + (remedy.isBlank() ? "" : " (" + remedy + ")");
  }

  /** How many findings count. */
  long countFindings() {
    return findings.stream().filter(Finding::counts).count();
  }

  /** What is known of the link. */
  Health health() {
    return leftDown().isEmpty() ? standing.health() : Health.BROKEN;
  }

  SetupState in(Stage next) {
    return with(state -> state.stage = next);
  }

  /** The link is built and verified. */
  SetupState finished() {
    return in(isHealthy() ? Stage.READY : Stage.BROKEN);
  }

  private boolean isHealthy() {
    return standing.health().works() && leftDown().isEmpty();
  }

  private List<Integer> leftDown() {
    return SetupStatus.leftDown(lastRollout, lastReport);
  }

  /** A step parked, or goes on. */
  SetupState with(ParkedStepNotice notice) {
    List<ParkedStepNotice> now = new ArrayList<>(parked);
    now.removeIf(notice::isAboutSameStep);
    if (notice.parked() && stage != Stage.DESTROYED && now.size() < MOST_PARKED) {
      now.add(notice);
    }
    return waiting(List.copyOf(now), approval, decision);
  }

  /** This workflow has closed: none of its steps waits. */
  SetupState withoutStepsOf(String workflow) {
    List<ParkedStepNotice> others =
        parked.stream().filter(step -> !step.workflow().equals(workflow)).toList();
    return waiting(others, approval, decision);
  }

  /** This endpoint waits for a decision, unless there is one already. */
  SetupState withApprovalRequested(EndpointRequest request, Optional<Decision> known) {
    return waiting(parked, Optional.of(request), known);
  }

  SetupState with(Decision decided) {
    return waiting(parked, approval, Optional.of(decided));
  }

  /** The decision is carried out. */
  SetupState withoutApproval() {
    return waiting(parked, Optional.empty(), decision);
  }

  SetupState with(Resource resource) {
    return with(inventory.with(resource));
  }

  /** The resource of this kind and name is deleted. */
  SetupState without(String kind, String name) {
    return with(inventory.without(kind, name));
  }

  SetupState with(Link link) {
    return with(inventory.with(link));
  }

  /**
   * The report, unless it or a newer one is known, compared with the latencies of those before it;
   * and the stage that follows from it.
   */
  SetupState with(Report plain) {
    if (lastReport.filter(last -> !plain.at().isAfter(last.at())).isPresent()) {
      return this;
    }
    Latencies measured = (latencies == null ? Latencies.NONE : latencies).after(plain);
    Report report = measured.judge(plain);
    List<Finding> found = Finding.after(report, findings);
    SetupState reported =
        with(
            state -> {
              state.lastReport = Optional.of(report);
              state.findings = found;
              state.history = PastVerification.after(report, history);
              state.standing = standing.after(report, found);
              state.repairAttempts = repairAttempts.among(found);
              state.latencies = measured;
            });
    return stage.isFinished() ? reported.finished() : reported;
  }

  SetupState with(RolloutReport rollout) {
    return with(state -> state.lastRollout = Optional.of(rollout));
  }

  /** A signal was ignored. */
  SetupState with(IgnoredSignal signal) {
    return with(state -> state.ignored = Optional.of(signal));
  }

  /** The setup is about to repair these findings without a person. */
  SetupState withRepairAttempt(List<Finding> repaired) {
    return with(state -> state.repairAttempts = repairAttempts.after(repaired));
  }

  SetupState with(Standing other) {
    return with(state -> state.standing = other);
  }

  SetupState destroying() {
    return waiting(List.of(), Optional.empty(), decision).in(Stage.DESTROYING);
  }

  SetupState destroyed() {
    return waiting(List.of(), Optional.empty(), decision).with(Inventory.EMPTY).in(Stage.DESTROYED);
  }

  private SetupState with(Inventory changed) {
    return with(state -> state.inventory = changed);
  }

  private SetupState waiting(
      List<ParkedStepNotice> parkedNow,
      Optional<EndpointRequest> approvalNow,
      Optional<Decision> decisionNow) {
    return with(
        state -> {
          state.parked = parkedNow;
          state.approval = approvalNow;
          state.decision = decisionNow;
        });
  }

  /** The same state with what this changes. */
  private SetupState with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.state();
  }

  /** A state that is being changed. */
  private static final class Draft {
    private Stage stage;
    private List<ParkedStepNotice> parked;
    private Optional<EndpointRequest> approval;
    private Optional<Decision> decision;
    private Inventory inventory;
    private Optional<Report> lastReport;
    private List<Finding> findings;
    private List<PastVerification> history;
    private Optional<RolloutReport> lastRollout;
    private Optional<IgnoredSignal> ignored;
    private Standing standing;
    private RepairAttempts repairAttempts;
    private @Nullable Latencies latencies;

    Draft(SetupState from) {
      stage = from.stage;
      parked = from.parked;
      approval = from.approval;
      decision = from.decision;
      inventory = from.inventory;
      lastReport = from.lastReport;
      findings = from.findings;
      history = from.history;
      lastRollout = from.lastRollout;
      ignored = from.ignored;
      standing = from.standing;
      repairAttempts = from.repairAttempts;
      latencies = from.latencies;
    }

    SetupState state() {
      return new SetupState(
          stage,
          parked,
          approval,
          decision,
          inventory,
          lastReport,
          findings,
          history,
          lastRollout,
          ignored,
          standing,
          repairAttempts,
          latencies);
    }
  }
}
