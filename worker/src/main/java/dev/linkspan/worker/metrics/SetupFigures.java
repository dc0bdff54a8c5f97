package dev.linkspan.worker.metrics;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.PastVerification;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The metrics of one setup, from its status. Pure. */
final class SetupFigures {
  private final Tags setup;
  private final List<Figure> figures = new ArrayList<>();

  private SetupFigures(String name) {
    this.setup = Tags.of("setup", name);
  }

  static List<Figure> of(SetupStatus status) {
    SetupFigures all = new SetupFigures(status.name());
    all.state(status);
    status.lastRollout().ifPresent(last -> all.rollout(last, status.leftDown()));
    return List.copyOf(all.figures);
  }

  private void state(SetupStatus status) {
    add("linkspan.setup.phase", setup.and("phase", status.phase().name()), 1);
    add("linkspan.setup.parked.steps", status.parked().size());
    add("linkspan.link.health", setup.and("health", status.health().text()), 1);
    add("linkspan.link.findings", status.findings().size());
    status.history().stream()
        .filter(PastVerification::healthy)
        .map(PastVerification::at)
        .findFirst()
        .ifPresent(at -> add("linkspan.link.last.proof.timestamp.seconds", seconds(at)));
    status
        .approval()
        .map(EndpointRequest::since)
        .ifPresent(since -> add("linkspan.approval.since.timestamp.seconds", seconds(since)));
  }

  private void rollout(RolloutReport rollout, List<Integer> leftDown) {
    add("linkspan.rollout.ended.timestamp.seconds", seconds(rollout.endedAt()));
    add("linkspan.rollout.duration.seconds", seconds(rollout.total()));
    add("linkspan.rollout.restarts", rollout.restarts().size());
    add("linkspan.rollout.brokers.down", leftDown.size());
    add("linkspan.rollout.aborted", rollout.aborted().isPresent() ? 1 : 0);
    rollout.audit().map(Audit::all).ifPresent(this::audit);
  }

  private void audit(Figures all) {
    messages("acknowledged", all.acked());
    messages("lost", all.lost());
    messages("duplicated", all.duplicated());
    messages("failed", all.failed());
    add("linkspan.audit.slowest.acknowledgement.seconds", seconds(all.slowestAck()));
    add("linkspan.audit.longest.pause.seconds", seconds(all.longestPause()));
  }

  private void messages(String result, long count) {
    add("linkspan.audit.messages", setup.and("result", result), (double) count);
  }

  private void add(String metric, double value) {
    add(metric, setup, value);
  }

  private void add(String metric, Tags tags, double value) {
    figures.add(new Figure(metric, tags, value));
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
