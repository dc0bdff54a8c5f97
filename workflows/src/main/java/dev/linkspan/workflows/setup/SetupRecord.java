package dev.linkspan.workflows.setup;

import static dev.linkspan.workflows.steps.SearchAttributes.HEALTH;
import static dev.linkspan.workflows.steps.SearchAttributes.PHASE;
import static dev.linkspan.workflows.steps.SearchAttributes.REGION;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Report.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps a setup's status, and its search attributes in step with it. Workflow code only. */
final class SetupRecord {
  private SetupStatus status;

  /** The phase, were nothing parked and nothing undecided. */
  private Phase base;

  private Optional<Phase> shownPhase = Optional.empty();
  private String shownHealth = "unknown";

  SetupRecord(SetupInput input, String setupId) {
    this.status =
        input
            .carried()
            .orElseGet(
                () ->
                    new SetupStatus(
                        input.plan().name(),
                        input.plan().region(),
                        setupId,
                        Phase.BUILDING,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Inventory.EMPTY,
                        Optional.empty(),
                        Optional.empty()));
    this.base = status.phase();
  }

  SetupStatus status() {
    return status;
  }

  /** The link that stands. */
  Link link() {
    return status.inventory().link().orElseThrow();
  }

  /** Shows region, phase and health to visibility, once per run. */
  void begin() {
    shownHealth = health();
    Workflow.upsertTypedSearchAttributes(
        REGION.valueSet(status.region()), HEALTH.valueSet(shownHealth));
    showPhase();
  }

  void made(Resource resource) {
    replace(status.inventory().with(resource));
  }

  void linked(Link link) {
    replace(status.inventory().with(link));
  }

  void attention(ParkedStepNotice attention) {
    List<ParkedStepNotice> parked = new ArrayList<>(status.parked());
    parked.removeIf(
        other ->
            other.workflow().equals(attention.workflow()) && other.step().equals(attention.step()));
    if (attention.parked() && base != Phase.DESTROYED) {
      parked.add(attention);
    }
    replace(List.copyOf(parked), status.approval(), status.decision());
  }

  /** This endpoint waits, unless there is a decision already. */
  void approvalWanted(EndpointRequest request, Optional<Decision> decision) {
    replace(status.parked(), Optional.of(request), decision);
  }

  void decided(Decision decision) {
    replace(status.parked(), status.approval(), Optional.of(decision));
  }

  /** The approval is carried out: nothing waits for a decision any more. */
  void approvalOver() {
    replace(status.parked(), Optional.empty(), status.decision());
  }

  /** Keeps the newest report. */
  void verified(Report report) {
    if (status.lastReport().filter(last -> last.at().compareTo(report.at()) > 0).isPresent()) {
      return;
    }
    replace(status.inventory(), Optional.of(report));
    if (isFinished()) {
      finished();
    }
    showHealth();
  }

  /** Keeps the newest rollout. */
  void rolled(RolloutReport report) {
    status =
        new SetupStatus(
            status.name(),
            status.region(),
            status.setupId(),
            status.phase(),
            status.waitingFor(),
            status.parked(),
            status.approval(),
            status.decision(),
            status.inventory(),
            status.lastReport(),
            Optional.of(report));
  }

  /** The link is built, and was looked at. */
  void finished() {
    boolean healthy = status.lastReport().map(Report::healthy).orElse(false);
    enter(healthy ? Phase.READY : Phase.BROKEN);
  }

  /** Brokers are being restarted. */
  void restarting() {
    enter(Phase.RESTARTING);
  }

  /** Whether there is a link to verify. */
  boolean isFinished() {
    return base == Phase.READY || base == Phase.BROKEN;
  }

  void destroying() {
    base = Phase.DESTROYING;
    replace(List.of(), Optional.empty(), status.decision());
  }

  void destroyed() {
    base = Phase.DESTROYED;
    replace(List.of(), Optional.empty(), status.decision());
    replace(Inventory.EMPTY, status.lastReport());
  }

  private void enter(Phase phase) {
    base = phase;
    refresh();
  }

  private void replace(Inventory inventory, Optional<Report> lastReport) {
    replace(status.parked(), status.approval(), status.decision(), inventory, lastReport);
  }

  private void replace(Inventory inventory) {
    replace(inventory, status.lastReport());
  }

  private void replace(
      List<ParkedStepNotice> parked,
      Optional<EndpointRequest> approval,
      Optional<Decision> decision) {
    replace(parked, approval, decision, status.inventory(), status.lastReport());
  }

  private void replace(
      List<ParkedStepNotice> parked,
      Optional<EndpointRequest> approval,
      Optional<Decision> decision,
      Inventory inventory,
      Optional<Report> lastReport) {
    Phase phase = phase(parked, approval, decision);
    status =
        new SetupStatus(
            status.name(),
            status.region(),
            status.setupId(),
            phase,
            waitingFor(phase, parked, approval, lastReport),
            parked,
            approval,
            decision,
            inventory,
            lastReport,
            status.lastRollout());
    showPhase();
  }

  private void refresh() {
    replace(status.inventory());
  }

  private Phase phase(
      List<ParkedStepNotice> parked,
      Optional<EndpointRequest> approval,
      Optional<Decision> decision) {
    if (base == Phase.DESTROYED) {
      return base;
    }
    if (!parked.isEmpty()) {
      return Phase.PARKED;
    }
    return approval.isPresent() && decision.isEmpty() ? Phase.AWAITING_APPROVAL : base;
  }

  private static Optional<String> waitingFor(
      Phase phase,
      List<ParkedStepNotice> parked,
      Optional<EndpointRequest> approval,
      Optional<Report> report) {
    return switch (phase) {
      case PARKED -> parked.stream().findFirst().map(SetupRecord::parkedText);
      case AWAITING_APPROVAL -> approval.map(ApprovalDecision::question);
      case BROKEN -> report.flatMap(r -> r.broken().stream().findFirst()).map(SetupRecord::broken);
      default -> Optional.empty();
    };
  }

  private static String parkedText(ParkedStepNotice parked) {
    return "Parked: %s: %s  \n%s Then send the signal `retry` with `{\"by\": \"your name\"}`."
        .formatted(parked.step(), parked.problem(), parked.remedy());
  }

  private static String broken(Check check) {
    String whose = check.nodeId().map(id -> " (broker " + id + ")").orElse("");
    return "Broken: %s%s: %s  \nMend it, then send the update `verify` with `{\"by\": \"your name\"}`."
        .formatted(check.hop(), whose, check.evidence());
  }

  private void showPhase() {
    if (!shownPhase.equals(Optional.of(status.phase()))) {
      shownPhase = Optional.of(status.phase());
      Workflow.upsertTypedSearchAttributes(PHASE.valueSet(status.phase().name()));
    }
  }

  private void showHealth() {
    if (!shownHealth.equals(health())) {
      shownHealth = health();
      Workflow.upsertTypedSearchAttributes(HEALTH.valueSet(shownHealth));
    }
  }

  private String health() {
    return status.lastReport().map(r -> r.healthy() ? "healthy" : "broken").orElse("unknown");
  }
}
