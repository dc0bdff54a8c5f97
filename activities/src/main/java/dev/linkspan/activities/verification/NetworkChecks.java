package dev.linkspan.activities.verification;

import static java.util.stream.Collectors.joining;

import dev.linkspan.activities.network.NetworkStatus;
import dev.linkspan.activities.network.NetworkStatus.SecurityGroup;
import dev.linkspan.activities.network.NetworkStatus.VSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares VPC, vSwitches, security groups and key pair with the plan. */
final class NetworkChecks {
  private static final String VPC = "VPC";
  private static final String KEY_PAIR = "key pair";
  private static final String INSTANCES = "instances";
  private static final int MOST_RULES = 3;

  private final Link link;
  private final CheckList checks;
  private List<SecurityGroup> groups = List.of();

  NetworkChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  void check(NetworkStatus status) {
    checks.read(status.vpc(), VPC).ifPresent(this::vpc);
    checks.read(status.vSwitches(), "vSwitches").ifPresent(this::vSwitches);
    if (link.plan().cluster() instanceof NewCluster made) {
      checks
          .read(status.securityGroups(), "security groups")
          .ifPresent(found -> securityGroups(made, found));
    }
    checks
        .read(status.instances(), INSTANCES)
        .ifPresent(found -> new InstanceChecks(link, checks, groups).check(found));
    if (link.plan().cluster() instanceof NewCluster made) {
      checks
          .read(status.keyPair(), KEY_PAIR)
          .ifPresent(exists -> keyPair(made.network().keyPairName(), exists));
    }
  }

  private void vpc(Optional<String> status) {
    String id = link.network().vpcId();
    String evidence = id + " is " + status.orElse("gone");
    if (status.equals(Optional.of("Available"))) {
      checks.passed(VPC, evidence);
    } else {
      checks.broken(Optional.empty(), VPC, evidence, "Available", "Look at the VPC in the console");
    }
  }

  private void vSwitches(List<VSwitch> found) {
    List<String> planned =
        link.plan().cluster() instanceof ExistingCluster existing
            ? existing.vSwitches().stream().map(v -> v.vSwitchId()).toList()
            : link.plan().network().vSwitches().stream().map(v -> v.name()).toList();
    List<String> bad =
        planned.stream()
            .filter(name -> found.stream().noneMatch(v -> v.name().equals(name) && available(v)))
            .toList();
    if (bad.isEmpty()) {
      checks.passed("vSwitches", String.join(", ", planned));
      return;
    }
    checks.broken(
        Optional.empty(),
        "vSwitches",
        String.join(", ", bad) + (bad.size() == 1 ? " is" : " are") + " gone or not Available",
        "Available: " + String.join(", ", planned),
        "Look at the vSwitches in the console; one that is gone takes its zone's address with it");
  }

  private static boolean available(VSwitch vSwitch) {
    return vSwitch.status().equals("Available");
  }

  private void securityGroups(NewCluster cluster, List<SecurityGroup> found) {
    groups = found;
    for (SecurityGroupPlan plan : cluster.network().securityGroups()) {
      String hop = plan.name();
      Optional<SecurityGroup> group =
          found.stream().filter(g -> g.name().equals(plan.name())).findFirst();
      if (group.isEmpty()) {
        checks.broken(
            Optional.empty(),
            hop,
            plan.name() + " is gone",
            plan.rules().size() + " rules",
            "Look at the instances' security groups in the console");
        continue;
      }
      rules(hop, plan, group.get(), cluster.kafka());
      drops(group.get(), cluster.kafka());
      others("other rules of " + plan.name(), group.get());
    }
  }

  private void rules(String hop, SecurityGroupPlan plan, SecurityGroup group, KafkaPlan kafka) {
    List<InboundRule> missing = group.missing();
    if (missing.isEmpty()) {
      checks.passed(hop, plan.rules().size() + " rules of " + group.id());
      return;
    }
    Repair repair = Repair.adds(Kind.SECURITY_GROUP, plan.name());
    String evidence = "no rule is " + text(missing);
    String todo = "Add the rule to " + group.id();
    if (missing.stream().anyMatch(rule -> group.denied().contains(rule) && needed(rule, kafka))) {
      checks.broken(Optional.empty(), hop, evidence, text(missing), todo, repair);
    } else {
      checks.drifted(Optional.empty(), hop, evidence, text(missing), todo, repair);
    }
  }

  /** Linkspan adds no drop rule, so it removes none. */
  private void drops(SecurityGroup group, KafkaPlan kafka) {
    String hop = "drop rules of " + group.name();
    if (group.drops().isEmpty()) {
      checks.passed(hop, "none");
      return;
    }
    List<InboundRule> denied =
        group.denied().stream().filter(rule -> !group.missing().contains(rule)).toList();
    String evidence =
        listed(group.drops()) + (denied.isEmpty() ? "" : ", which denies " + text(denied));
    String todo = "Remove the drop rule from " + group.id();
    if (denied.stream().anyMatch(rule -> needed(rule, kafka))) {
      checks.broken(Optional.empty(), hop, evidence, "none", todo);
    } else {
      checks.drifted(hop, evidence, "none", todo);
    }
  }

  /** Whether the data's path needs it; SSH and the archives are for Linkspan only. */
  private static boolean needed(InboundRule rule, KafkaPlan kafka) {
    return Set.of(kafka.externalPort(), kafka.internalPort(), kafka.controllerPort()).stream()
        .anyMatch(port -> rule.portRange().equals(port + "/" + port));
  }

  private static String text(List<InboundRule> rules) {
    return rules.stream()
        .map(rule -> "tcp " + rule.portRange() + " from " + rule.sourceCidr())
        .collect(joining(", "));
  }

  /** Somebody may need these: Linkspan removes no rule. */
  private void others(String hop, SecurityGroup group) {
    if (group.others().isEmpty()) {
      checks.passed(hop, "none");
      return;
    }
    checks.drifted(
        hop,
        listed(group.others()),
        "only the rules of the plan",
        "Remove what is not needed from " + group.id() + "; Linkspan removes no rule");
  }

  private static String listed(List<String> rules) {
    int more = rules.size() - MOST_RULES;
    return rules.stream().limit(MOST_RULES).collect(joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private void keyPair(String name, boolean exists) {
    if (exists) {
      checks.passed(KEY_PAIR, name);
    } else {
      checks.drifted(
          KEY_PAIR,
          name + " is gone",
          name,
          "The machines keep their key; import it again for new ones");
    }
  }
}
