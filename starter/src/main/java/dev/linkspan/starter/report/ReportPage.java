package dev.linkspan.starter.report;

import dev.linkspan.starter.setups.SetupEvent;
import dev.linkspan.starter.setups.SetupEvent.Kind;
import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A setup as one page of HTML that needs nothing else: no script, and nothing from another place.
 * All text that comes from outside is escaped.
 */
public final class ReportPage {
  private static final Set<Kind> DECIDING =
      Set.of(Kind.RUN, Kind.REQUEST, Kind.DECISION, Kind.PARKED, Kind.ROLLOUT, Kind.IGNORED);

  private final Plan plan;
  private final SetupStatus status;
  private final List<SetupEvent> events;
  private final Instant now;
  private final String version;

  /**
   * @param planned the plan that the setup was started with
   * @param events in order
   * @param version of Linkspan
   */
  public ReportPage(
      Plan planned, SetupStatus status, List<SetupEvent> events, Instant now, String version) {
    this.plan = status.inventory().link().map(Link::plan).orElse(planned);
    this.status = status;
    this.events = List.copyOf(events);
    this.now = now;
    this.version = version;
  }

  /** The page. */
  public String html() {
    LinkDiagram diagram = LinkDiagram.of(plan, status);
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
    <link rel="icon" href="data:,">
    <title>Private link %s</title>
    <style>
    %s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(
            Html.text(status.name()),
            style(),
            header()
                + PathSection.diagram(diagram)
                + facts()
                + decisions()
                + HealthSection.drift(status)
                + status.lastRollout().map(RolloutSection::of).orElse("")
                + HealthSection.history(status)
                + PathSection.evidence(diagram)
                + resources()
                + footer());
  }

  private String header() {
    Hop.Condition condition =
        switch (status.health()) {
          case HEALTHY -> Hop.Condition.HEALTHY;
          case DRIFTED -> Hop.Condition.DRIFTED;
          case BROKEN -> Hop.Condition.BROKEN;
          case UNKNOWN -> Hop.Condition.UNKNOWN;
        };
    String proof =
        status
            .lastReport()
            .map(
                report ->
                    "%d of %d checks passed at %s, requested by %s"
                        .formatted(
                            report.checks().stream().filter(check -> check.passed()).count(),
                            report.checks().size(),
                            Html.time(report.at()),
                            report.trigger()))
            .orElse("not verified yet");
    return """
    <h1>Private link %s</h1>
    <p class="state"><em class="%s">%s %s</em> <b>%s</b> in %s: %s</p>
    """
        .formatted(
            Html.text(status.name()),
            condition.name().toLowerCase(Locale.ROOT),
            condition.sign(),
            status.health() == Health.UNKNOWN ? condition.text() : status.health().text(),
            status.phase(),
            Html.text(status.region()),
            Html.text(proof));
  }

  private String facts() {
    StringBuilder list = new StringBuilder();
    status
        .inventory()
        .link()
        .ifPresent(
            link -> {
              int port = link.plan().exposure().bootstrapPort();
              fact(list, "bootstrap", link.loadBalancer().dnsName() + ":" + port);
              fact(list, "unique name", link.domains().uniqueName());
            });
    if (plan.cluster() instanceof NewCluster created) {
      fact(list, "Kafka", created.kafka().kafkaArchive().version());
      fact(list, "Java", created.kafka().jdkArchive().version());
    } else {
      fact(list, "Kafka", "existing cluster");
    }
    status.lastReport().stream()
        .flatMap(report -> report.checks().stream())
        .filter(check -> check.hop().equals("versions"))
        .forEach(check -> fact(list, "versions that run", check.evidence()));
    fact(list, "Kafka cluster", plan.cluster().clusterId());
    fact(list, "TiDB Cloud cluster", plan.connection().clusterId());
    fact(list, "setup", status.setupId());
    fact(list, "Linkspan", version);
    return "<h2>Addresses and versions</h2>\n<dl>" + list + "</dl>\n";
  }

  private static void fact(StringBuilder list, String what, String value) {
    list.append("<dt>").append(Html.text(what)).append("</dt><dd>");
    list.append(Html.text(value)).append("</dd>\n");
  }

  private String decisions() {
    HtmlTable table = HtmlTable.of("decisions", "When", "Kind", "Who and what");
    events.stream()
        .filter(event -> DECIDING.contains(event.kind()))
        .forEach(event -> table.row(Html.time(event.at()), event.kind().text(), event.text()));
    String approval =
        status
            .decision()
            .map(
                decision ->
                    "Endpoint %s: %s%s."
                        .formatted(
                            Optional.ofNullable(decision.endpointId()).orElse(""),
                            ApprovalDecision.text(decision),
                            Optional.ofNullable(decision.at())
                                .map(at -> ", at " + Html.time(at))
                                .orElse("")))
            .orElse("Nobody has decided about an endpoint yet.");
    return "<h2>Who decided what, and when</h2>\n<p>"
        + Html.text(approval)
        + "</p>\n"
        + (table.isEmpty() ? "" : table);
  }

  private String resources() {
    HtmlTable table = new HtmlTable("Kind", "Name", "ID");
    status.inventory().resources().forEach(r -> table.row(r.kind(), r.name(), r.id()));
    return table.isEmpty() ? "" : "<h2>Resources</h2>\n" + table;
  }

  private String footer() {
    return "<footer>Written by linkspan report at %s. Names of people are what they gave; Linkspan does not verify them.</footer>\n"
        .formatted(Html.time(now));
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
