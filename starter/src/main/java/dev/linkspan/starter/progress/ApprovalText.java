package dev.linkspan.starter.progress;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.Table;
import dev.linkspan.starter.temporal.Temporal;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import java.util.ArrayList;
import java.util.List;

/** What a person must know to answer an endpoint's request, and how to answer it. */
public final class ApprovalText {
  private ApprovalText() {}

  /** What asks to connect. */
  public static List<String> facts(EndpointRequest request, Console console) {
    List<String> lines = new ArrayList<>();
    lines.add(console.marks().bold("An endpoint asks to connect to Kafka."));
    Table table =
        new Table("endpoint", request.endpointId())
            .row("owner account", request.ownerAccount() + ", the account TiDB Cloud names")
            .row("zones", String.join(", ", request.zones()))
            .row("asks since", request.since().toString())
            .row("at our service", request.serviceId());
    request.warning().ifPresent(warning -> table.row("warning", warning));
    lines.addAll(table.lines("  "));
    return lines;
  }

  /** The ways to answer. */
  public static List<String> howToAnswer(String name, Temporal temporal) {
    List<String> lines = new ArrayList<>();
    lines.add("Answer it here:     linkspan approve " + name + "   or   linkspan reject " + name);
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(page -> lines.add("or in Temporal's UI: " + page));
    temporal
        .page(PrivateLinkSetup.id(name))
        .ifPresent(page -> lines.add("                    More Actions > Send a Signal > approve"));
    return lines;
  }
}
