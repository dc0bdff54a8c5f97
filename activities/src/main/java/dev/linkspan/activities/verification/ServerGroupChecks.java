package dev.linkspan.activities.verification;

import static java.util.stream.Collectors.joining;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.exposure.ExposureStatus.HealthCheck;
import dev.linkspan.activities.exposure.ExposureStatus.Member;
import dev.linkspan.activities.exposure.ExposureStatus.ServerGroup;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the server groups and their members with the plan. */
final class ServerGroupChecks {
  private static final int WEIGHT = 100;

  private final Link link;
  private final CheckList checks;

  ServerGroupChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  void check(ExposureStatus status) {
    checks
        .read(status.serverGroups(), "server groups")
        .ifPresent(
            found -> link.plan().exposure().serverGroups().forEach(group -> check(group, found)));
  }

  private void check(ServerGroupPlan plan, List<ServerGroup> groups) {
    String hop = plan.name();
    String members = "members of " + plan.name();
    Optional<ServerGroup> found =
        groups.stream().filter(group -> group.name().equals(plan.name())).findFirst();
    if (found.isEmpty()) {
      checks.broken(
          plan.nodeId(),
          hop,
          plan.name() + " is gone",
          "a server group with its members",
          "Create the server group",
          Repair.adds(Kind.SERVER_GROUP, plan.name()));
      members(members, plan, List.of());
      return;
    }
    settings(hop, plan, found.get());
    checks
        .read(found.get().members(), plan.nodeId(), members)
        .ifPresent(all -> members(members, plan, all));
  }

  private void settings(String hop, ServerGroupPlan plan, ServerGroup group) {
    HealthCheck planned = planned(link.plan().exposure().healthCheck());
    HealthCheck actual = group.healthCheck().orElse(planned);
    if (!actual.equals(planned)) {
      checks.drifted(
          plan.nodeId(),
          hop,
          "the health check is " + text(actual),
          text(planned),
          "Set the health check of " + group.id(),
          Repair.changes(Kind.SERVER_GROUP, plan.name()));
    } else if (group.preservesClientAddress()) {
      checks.drifted(
          plan.nodeId(),
          hop,
          "it preserves client addresses, which no security group lets in",
          "client addresses are not preserved",
          "Switch off the client address preservation of " + group.id(),
          Repair.changes(Kind.SERVER_GROUP, plan.name()));
    } else {
      checks.passed(plan.nodeId(), hop, group.id() + " is " + group.status());
    }
  }

  private static HealthCheck planned(HealthCheckPlan plan) {
    return new HealthCheck(
        true,
        "TCP",
        0,
        (int) plan.interval().toSeconds(),
        (int) plan.connectTimeout().toSeconds(),
        plan.healthyThreshold(),
        plan.unhealthyThreshold());
  }

  private static String text(HealthCheck check) {
    return check.enabled()
        ? "%s%s every %d s, timeout %d s, healthy after %d, unhealthy after %d"
            .formatted(
                check.type(),
                check.port() == 0 ? "" : " at port " + check.port(),
                check.interval(),
                check.connectTimeout(),
                check.healthyThreshold(),
                check.unhealthyThreshold())
        : "off";
  }

  private void members(String hop, ServerGroupPlan plan, List<Member> all) {
    List<Member> present = all.stream().filter(m -> !m.status().equals("Removing")).toList();
    List<Instance> planned =
        link.network().instances().stream()
            .filter(instance -> plan.instances().contains(instance.name()))
            .toList();
    List<Member> foreign =
        present.stream().filter(m -> planned.stream().noneMatch(i -> is(m, i))).toList();
    List<Instance> missing =
        planned.stream().filter(i -> present.stream().noneMatch(m -> is(m, i))).toList();
    List<Member> weighted =
        present.stream().filter(m -> m.weight() != WEIGHT && !foreign.contains(m)).toList();
    String expected = planned.stream().map(this::text).collect(joining(", "));
    if (foreign.isEmpty() && missing.isEmpty() && weighted.isEmpty()) {
      checks.passed(plan.nodeId(), hop, expected);
      return;
    }
    Repair repair =
        foreign.isEmpty() && weighted.isEmpty()
            ? Repair.adds(Kind.BACKENDS, plan.name())
            : Repair.changes(Kind.BACKENDS, plan.name());
    long serving = present.stream().filter(m -> m.weight() > 0).count() - foreign.size();
    // A single broker of the bootstrap group is enough to find the others.
    boolean breaks = !foreign.isEmpty() || serving == 0;
    String evidence = evidence(missing, foreign, weighted);
    String todo = "Make these the members, with weight " + WEIGHT;
    if (breaks) {
      checks.broken(plan.nodeId(), hop, evidence, expected, todo, repair);
    } else {
      checks.drifted(plan.nodeId(), hop, evidence, expected, todo, repair);
    }
  }

  private String evidence(List<Instance> missing, List<Member> foreign, List<Member> weighted) {
    List<String> parts = new ArrayList<>();
    missing.forEach(instance -> parts.add(text(instance) + " is missing"));
    foreign.forEach(member -> parts.add(member.text() + " is not of the plan"));
    weighted.forEach(member -> parts.add(member.text() + " has weight " + member.weight()));
    return String.join(", ", parts);
  }

  private boolean is(Member member, Instance instance) {
    return member.instanceId().equals(instance.instanceId())
        && member.port() == link.plan().cluster().externalPort();
  }

  private String text(Instance instance) {
    return instance.instanceId()
        + " ("
        + instance.privateAddress()
        + ":"
        + link.plan().cluster().externalPort()
        + ")";
  }
}
