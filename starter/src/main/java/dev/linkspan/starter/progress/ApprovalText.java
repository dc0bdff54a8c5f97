package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.steps.UtcTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connection request of an endpoint, and how to answer it. */
public final class ApprovalText {
  private ApprovalText() {}

  /** The facts to decide on. */
  public static List<String> facts(EndpointRequest request, Console console) {
    List<String> lines = new ArrayList<>();
    lines.add(console.theme().bold("An endpoint requests a connection to Kafka."));
    Table table =
        new Table("endpoint", request.endpointId())
            .row("owner account", request.ownerAccount() + ", the account of TiDB Cloud")
            .row("zones", String.join(", ", request.zones()))
            .row("requested at", UtcTime.text(request.since()))
            .row("endpoint service", request.serviceId());
    request.warning().ifPresent(warning -> table.row("warning", warning));
    lines.addAll(table.lines("  "));
    return lines;
  }

  /** Who decided what, when, and why: for example {@code approved by ada at 2026-...: why}. */
  public static String decided(Decision decision) {
    String who = decision.by() == null || decision.by().isBlank() ? "someone" : decision.by();
    String when = decision.at() == null ? "" : " at " + UtcTime.text(decision.at());
    String reason = decision.reason();
    if (decision.automatic()) {
      return "approved, automatic" + when + ": " + TextWidth.oneLine(reason == null ? "" : reason);
    }
    return (decision.approves() ? "approved by " : "rejected by ")
        + who
        + when
        + (reason == null || reason.isBlank() ? "" : ": " + TextWidth.oneLine(reason));
  }

  /** The newest answer or other signal that does not count, and why; empty if there is none. */
  public static Optional<String> ignored(SetupStatus status, Console console) {
    return status
        .ignored()
        .map(
            signal ->
                console.theme().yellow(console.theme().warning())
                    + " A signal at "
                    + UtcTime.text(signal.at())
                    + " does not count: "
                    + TextWidth.oneLine(signal.reason()));
  }

  /** How to answer. */
  public static List<String> howToAnswer(String name, TemporalConnection temporal) {
    List<String> lines = new ArrayList<>();
    lines.add("To decide, run:      linkspan approve " + name + "  or  linkspan reject " + name);
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(page -> lines.add("or use Temporal UI:  " + page));
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(
            page -> lines.add("                     More Actions > Send a Signal > approve"));
    return lines;
  }
}
