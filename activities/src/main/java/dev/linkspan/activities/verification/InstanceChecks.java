package dev.linkspan.activities.verification;

import dev.linkspan.activities.network.NetworkStatus.Machine;
import dev.linkspan.activities.network.NetworkStatus.SecurityGroup;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;

/** Compares the instances of a link with the plan, and with the addresses that the link has. */
final class InstanceChecks {
  private final Link link;
  private final CheckList checks;
  private final List<SecurityGroup> groups;

  /**
   * @param groups security groups of the plan that exist; none where they are not known
   */
  InstanceChecks(Link link, CheckList checks, List<SecurityGroup> groups) {
    this.link = link;
    this.checks = checks;
    this.groups = groups;
  }

  void check(List<Machine> found) {
    for (Instance planned : link.network().instances()) {
      Optional<Integer> nodeId =
          link.plan().brokers().stream()
              .filter(broker -> broker.instance().equals(planned.name()))
              .map(BrokerPlan::nodeId)
              .findFirst();
      instance(
          nodeId,
          planned,
          found.stream().filter(m -> m.id().equals(planned.instanceId())).findFirst());
    }
  }

  private void instance(Optional<Integer> nodeId, Instance planned, Optional<Machine> found) {
    String hop = "instance " + planned.name();
    String evidence = planned.instanceId() + " is " + found.map(Machine::status).orElse("gone");
    if (found.isEmpty()) {
      checks.broken(
          nodeId, hop, evidence, "Running", "Its data is gone: replace the machine by hand");
    } else if (!found.get().status().equals("Running")) {
      stopped(nodeId, planned, hop, evidence);
    } else if (moved(nodeId, planned, hop, found.get())) {
      return;
    } else if (link.plan().cluster() instanceof NewCluster made) {
      attributes(hop, made.network(), nodeId, planned, found.get());
    } else {
      reachable(hop, nodeId, found.get());
    }
  }

  /** Whether the machine has another address than the one at which Linkspan or Kafka reaches it. */
  private boolean moved(Optional<Integer> nodeId, Instance planned, String hop, Machine found) {
    String known = planned.publicAddress().orElse("");
    String now = found.publicAddress().orElse("");
    List<String> addresses = found.privateAddresses();
    if (!addresses.isEmpty() && !addresses.contains(planned.privateAddress())) {
      checks.broken(
          nodeId,
          hop,
          found.id() + " has the private address " + String.join(", ", addresses),
          planned.privateAddress(),
          "Give it its private address back in the ECS console: Kafka and Linkspan know it by that");
      return true;
    }
    if (known.isEmpty() || known.equals(now)) {
      return false;
    }
    if (now.isEmpty()) {
      checks.drifted(
          hop,
          found.id() + " has no public address, so Linkspan does not reach any machine",
          known,
          "Give it a public address, for example an EIP, and verify again");
    } else {
      checks.drifted(
          nodeId,
          hop,
          found.id() + " has the public address " + now,
          known + ", where Linkspan logs in",
          "Have Linkspan log in at " + now,
          Repair.adds(Kind.INSTANCE, planned.name()));
    }
    return true;
  }

  /** The machines of an existing cluster are not Linkspan's: it does not start them. */
  private void stopped(Optional<Integer> nodeId, Instance planned, String hop, String evidence) {
    String remedy = "Start the instance";
    Repair start = Repair.adds(Kind.INSTANCE, planned.name());
    if (link.plan().cluster() instanceof ExistingCluster) {
      checks.broken(nodeId, hop, evidence, "Running", remedy);
    } else if (nodeId.isPresent()) {
      checks.broken(nodeId, hop, evidence, "Running", remedy, start);
    } else {
      checks.drifted(nodeId, hop, evidence, "Running", remedy, start);
    }
  }

  private void attributes(
      String hop, NetworkPlan plan, Optional<Integer> nodeId, Instance planned, Machine found) {
    InstancePlan wanted =
        plan.instances().stream()
            .filter(instance -> instance.name().equals(planned.name()))
            .findFirst()
            .orElseThrow();
    List<String> wantedGroups =
        groups.stream()
            .filter(group -> group.name().equals(wanted.securityGroup()))
            .map(SecurityGroup::id)
            .toList();
    boolean sameGroups = groups.isEmpty() || found.securityGroups().equals(wantedGroups);
    String expected = text(wanted.instanceType(), plan.keyPairName(), wantedGroups);
    String actual = text(found.type(), found.keyPair(), found.securityGroups());
    if (sameGroups
        && found.type().equals(wanted.instanceType())
        && found.keyPair().equals(plan.keyPairName())) {
      checks.passed(nodeId, hop, found.id() + " is Running");
    } else {
      checks.drifted(
          hop, found.id() + " has " + actual, expected, "Change it back, or plan again with it");
    }
  }

  private static String text(String type, String keyPair, List<String> securityGroups) {
    return "type "
        + type
        + ", key pair "
        + (keyPair.isBlank() ? "none" : keyPair)
        + ", security groups "
        + String.join(", ", securityGroups);
  }

  private void reachable(String hop, Optional<Integer> nodeId, Machine found) {
    checks
        .read(found.closed(), nodeId, hop)
        .ifPresent(
            closed -> {
              if (closed.isEmpty()) {
                checks.passed(nodeId, hop, found.id() + " is Running");
              } else {
                checks.broken(
                    nodeId,
                    hop,
                    "its security groups " + String.join(", ", found.securityGroups()) + " deny it",
                    String.join(", ", closed),
                    "Add the inbound rule to a security group of " + found.id());
              }
            });
  }
}
