package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.steps.UtcTime;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person wants to know of a finished link, as Markdown for the current details. Pure. */
final class LinkFacts {
  private LinkFacts() {}

  /** One line each; none before the link is finished. */
  static List<String> markdown(SetupState state) {
    List<String> lines = new ArrayList<>();
    state.inventory().link().ifPresent(link -> lines.addAll(addresses(link)));
    state
        .lastReport()
        .ifPresent(
            report ->
                lines.add(
                    "Health: **%s**, %d of %d checks passed at %s"
                        .formatted(
                            state.health().text(),
                            report.checks().stream().filter(Check::passed).count(),
                            report.checks().size(),
                            UtcTime.text(report.at()))));
    state.lastRollout().ifPresent(rollout -> lines.add(rollout(rollout)));
    return lines;
  }

  private static List<String> addresses(Link link) {
    return List.of(
        "Bootstrap: `%s:%d`"
            .formatted(link.loadBalancer().dnsName(), link.plan().exposure().bootstrapPort()),
        "Unique name: `%s`".formatted(link.domains().uniqueName()));
  }

  private static String rollout(RolloutReport rollout) {
    int brokers = rollout.restarts().size();
    return "Last rollout: %s in %d s, ended at %s; %s"
        .formatted(
            brokers == 1 ? "1 broker" : brokers + " brokers",
            rollout.total().toSeconds(),
            UtcTime.text(rollout.endedAt()),
            rollout.audit().map(LinkFacts::audit).orElse("clients were not watched"));
  }

  private static String audit(Audit audit) {
    return String.format(
        Locale.ROOT,
        "clients had %,d messages acknowledged, %,d lost, %,d failed, and waited at most %,d ms",
        audit.all().acked(),
        audit.all().lost(),
        audit.all().failed(),
        audit.all().slowestAck().toMillis());
  }
}
