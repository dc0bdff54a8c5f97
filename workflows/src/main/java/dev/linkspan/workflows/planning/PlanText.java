package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ChangefeedTerms;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan as text for people: what a setup creates, where, and how to reach each part. */
public final class PlanText {
  private PlanText() {}

  /** Renders the whole plan. The same plan gives the same text. */
  public static String render(Plan plan) {
    return render(plan, Optional.empty());
  }

  /**
   * Renders the plan for an existing cluster, together with its survey.
   *
   * @param survey empty for a new cluster
   */
  public static String render(Plan plan, Optional<Survey> survey) {
    List<String> parts = new ArrayList<>(List.of(heading(plan)));
    if (plan.cluster() instanceof ExistingCluster existing) {
      parts.addAll(ExistingClusterText.parts(existing, survey));
    } else {
      parts.addAll(NewClusterText.parts(plan));
    }
    parts.addAll(
        List.of(exposure(plan), portMap(plan), connection(plan, survey), verification(plan)));
    parts.add(ResourceCount.inWords(ResourceCount.of(plan)) + "\n");
    return String.join("\n", parts);
  }

  private static String heading(Plan plan) {
    return "Setup \"%s\" in %s\n".formatted(plan.name(), plan.region())
        + new Table("  ")
            .row(
                "credentials",
                "Alibaba Cloud \"%s\", TiDB Cloud \"%s\", SSH key \"%s\""
                    .formatted(
                        plan.credentials().alibabaCloud(),
                        plan.credentials().tidbCloud(),
                        plan.credentials().sshKey()))
            .text();
  }

  private static String exposure(Plan plan) {
    ExposurePlan exposure = plan.exposure();
    Table groups = new Table("  ");
    groups.row("server group", "listener", "backends");
    for (ServerGroupPlan group : exposure.serverGroups()) {
      groups.row(group.name(), "tcp " + group.listenerPort(), backends(plan, group));
    }
    return "Load balancer %s, internal-facing, in %s\n"
            .formatted(exposure.loadBalancerName(), String.join(", ", exposure.zoneVSwitches()))
        + groups.text()
        + "  health check over TCP every %d s\n"
            .formatted(exposure.healthCheck().interval().toSeconds());
  }

  private static String backends(Plan plan, ServerGroupPlan group) {
    return group.instances().stream()
        .map(instance -> instance + ":" + plan.cluster().externalPort())
        .collect(Collectors.joining(", "));
  }

  private static String portMap(Plan plan) {
    Table table = new Table("  ");
    table.row("broker external address port", "load balancer listener port", "backend server");
    for (ServerGroupPlan group : plan.exposure().serverGroups()) {
      if (group.nodeId().isPresent()) {
        table.row(group.listenerPort(), group.listenerPort(), backends(plan, group));
      }
    }
    return "Port map (bootstrap at %d)\n".formatted(plan.exposure().bootstrapPort()) + table.text();
  }

  private static String connection(Plan plan, Optional<Survey> survey) {
    BrokerDomains domains = survey.flatMap(Survey::domains).orElse(BrokerDomains.EXPECTED);
    return "Private link\n"
        + new Table("  ")
            .row("endpoint service", "over " + plan.exposure().loadBalancerName())
            .row(
                "whitelist",
                "the account that TiDB Cloud names for cluster " + plan.connection().clusterId())
            .row("connection", plan.connection().displayName() + ", created in TiDB Cloud")
            .row("approval", approval(plan))
            .row("domains", domains.text() + ": expected, TiDB Cloud confirms them at the attach")
            .text();
  }

  private static String approval(Plan plan) {
    return plan.connection().approval().automatic()
        ? "automatic, if the endpoint can be verified; otherwise by a person"
        : "by a person, when the endpoint asks to connect";
  }

  private static String verification(Plan plan) {
    return "Verification\n"
        + new Table("  ")
            .row(
                "when",
                plan.verification().recurrence().isOff()
                    ? "at the end, then on demand"
                    : "at the end, then " + plan.verification().recurrence().text())
            .row("a failure", patience(plan.verification().patience()))
            .row(
                "from " + probe(plan),
                plan.verification().messages()
                    + " messages to topic "
                    + plan.verification().topic())
            .row("from TiDB Cloud", changefeed(plan.verification().changefeed()))
            .row("repair", repair(plan.verification().repair()))
            .text()
        + webhook(plan)
        + notes(plan);
  }

  private static String webhook(Plan plan) {
    return plan.verification()
        .webhook()
        .map(
            hook ->
                "  a change of health is sent to %s, signed with credential \"%s\"\n"
                    .formatted(hook.url(), hook.credential()))
        .orElse("");
  }

  private static String notes(Plan plan) {
    return ChangefeedTerms.notes(plan.verification().changefeed().use(), plan.region()).stream()
        .map(note -> "  Note: " + note + "\n")
        .collect(Collectors.joining());
  }

  private static String repair(RepairPolicy policy) {
    return switch (policy) {
      case ASK -> "a person is asked before anything is put back";
      case SAFE -> "what only adds something is put back at once; a person is asked about the rest";
      case OFF -> "only on command: linkspan repair";
    };
  }

  private static String changefeed(ChangefeedPlan changefeed) {
    return switch (changefeed.use()) {
      case TEST_ONLY -> "its connectivity test; no changefeed is created";
      case TEMPORARY ->
          "its connectivity test, then changefeed %s of %s to topic %s, deleted after each"
                  .formatted(changefeed.name(), changefeed.tableFilter(), changefeed.topic())
              + " verification";
      case KEEP ->
          "its connectivity test, then changefeed %s of %s to topic %s, which stays"
              .formatted(changefeed.name(), changefeed.tableFilter(), changefeed.topic());
    };
  }

  private static String probe(Plan plan) {
    return plan.cluster() instanceof ExistingCluster existing
        ? ExistingClusterText.probe(existing)
        : "the bastion";
  }

  private static String patience(Duration patience) {
    if (patience.isZero()) {
      return "counts at once";
    }
    return "counts if it lasts for "
        + (patience.toSecondsPart() == 0
            ? patience.toMinutes() + " min"
            : patience.toSeconds() + " s");
  }
}
