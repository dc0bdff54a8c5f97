package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.DurationText;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.setups.ProgressTree;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A setup on one screen: phase, verdict, what it needs from a person, addresses, proofs. */
public final class SetupSummaryText {
  private final Console console;
  private final Instant now;

  public SetupSummaryText(Console console, Instant now) {
    this.console = console;
    this.now = now;
  }

  /**
   * The facts, one a line.
   *
   * @param nextProof when the schedule verifies next, as text; empty if that is not known
   */
  public List<String> facts(SetupSnapshot snapshot, Optional<String> nextProof) {
    SetupStatus status = snapshot.status();
    Table table = new Table("progress", progress(snapshot));
    snapshot
        .progress()
        .steps()
        .filter(ProgressTreeText::failing)
        .forEach(step -> table.row("failing", step.name() + ": " + reason(step)));
    status.decision().ifPresent(d -> table.row("endpoint", ApprovalText.decided(d)));
    status.inventory().link().ifPresent(link -> link(link, table));
    status
        .lastReport()
        .ifPresent(
            report ->
                table.row("last proof", HealthText.summary(status.health(), report, console, now)));
    nextProof(status, nextProof).ifPresent(text -> table.row("next proof", text));
    return table.lines("");
  }

  private static String reason(Step step) {
    return TextWidth.oneLine(step.waitingFor().orElse(""));
  }

  private String progress(SetupSnapshot snapshot) {
    ProgressTree tree = snapshot.progress();
    String now =
        RolloutLine.of(tree, snapshot.status().lastRollout(), this.now)
            .or(() -> running(tree))
            .orElse("");
    return tree.counts().replace("/", " of ") + " steps" + (now.isEmpty() ? "" : ", now: " + now);
  }

  private Optional<String> running(ProgressTree tree) {
    return tree.steps()
        .filter(s -> s.state() == Step.State.RUNNING)
        .reduce((earlier, later) -> later)
        .map(
            step ->
                step.name()
                    + ProgressTree.elapsed(step, now)
                        .map(d -> " (" + DurationText.of(d) + ")")
                        .orElse(""));
  }

  private static void link(Link link, Table table) {
    Plan plan = link.plan();
    table.row("bootstrap", link.loadBalancer().dnsName() + ":" + plan.exposure().bootstrapPort());
    table.row("unique name", link.domains().uniqueName());
    table.row("versions", versions(plan));
  }

  private static String versions(Plan plan) {
    return plan.cluster() instanceof NewCluster created
        ? "Kafka "
            + created.kafka().kafkaArchive().version()
            + ", Java "
            + created.kafka().jdkArchive().version()
        : "those of the existing cluster " + plan.cluster().clusterId();
  }

  private static Optional<String> nextProof(SetupStatus status, Optional<String> next) {
    if (status.phase() == Phase.DESTROYED) {
      return Optional.empty();
    }
    Optional<String> when =
        status
            .standing()
            .recurrence()
            .or(() -> status.inventory().link().map(l -> l.plan().verification().recurrence()))
            .map(Recurrence::text);
    List<String> parts = new ArrayList<>();
    next.ifPresent(parts::add);
    when.ifPresent(parts::add);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /** The first lines: where it is broken, and how to go on. */
  public List<String> verdict(SetupStatus status) {
    return status.health() == Health.BROKEN
        ? status.lastReport().map(VerdictText::lines).orElse(List.of())
        : List.of();
  }
}
