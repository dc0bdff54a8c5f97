package dev.linkspan.activities.verification;

import static java.util.stream.Collectors.joining;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.exposure.ExposureStatus.Listener;
import dev.linkspan.activities.exposure.ExposureStatus.LoadBalancer;
import dev.linkspan.activities.exposure.ExposureStatus.ServerGroup;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares the load balancer and its listeners with the plan. */
final class LoadBalancerChecks {
  private static final String LOAD_BALANCER = "load balancer";
  private static final String CROSS_ZONE = "cross-zone forwarding";
  private static final String ACCESS = "access to the load balancer";
  private static final String LISTENERS = "listeners";
  private static final String OTHERS = "other listeners";

  private final Link link;
  private final CheckList checks;

  LoadBalancerChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  void check(ExposureStatus status) {
    checks.read(status.loadBalancer(), LOAD_BALANCER).ifPresent(this::loadBalancer);
    checks
        .read(status.listeners(), LISTENERS)
        .ifPresent(found -> listeners(found, namesOf(status)));
  }

  /** The keys of the server groups by id. */
  private static Map<String, String> namesOf(ExposureStatus status) {
    return status.serverGroups().value().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(ServerGroup::id, ServerGroup::name, (a, b) -> a));
  }

  private void loadBalancer(Optional<LoadBalancer> found) {
    String id = link.loadBalancer().loadBalancerId();
    if (found.isEmpty()) {
      checks.broken(
          Optional.empty(),
          LOAD_BALANCER,
          id + " is gone",
          "Active",
          "A new one has other addresses: destroy this setup and start again");
      return;
    }
    LoadBalancer balancer = found.get();
    String expected = addresses(link.loadBalancer().addresses());
    String addresses = addresses(balancer.addresses());
    String evidence = id + " is " + balancer.status() + " at " + addresses;
    if (balancer.status().equals("Active") && addresses.equals(expected)) {
      checks.passed(LOAD_BALANCER, evidence);
    } else {
      checks.broken(
          Optional.empty(),
          LOAD_BALANCER,
          evidence,
          "Active at " + expected,
          "Look at the load balancer in the console: its zones and its state");
    }
    crossZone(balancer);
    access(balancer);
  }

  private static String addresses(List<ZoneAddress> addresses) {
    return String.join(", ", new TreeSet<>(addresses.stream().map(ZoneAddress::address).toList()));
  }

  private void crossZone(LoadBalancer balancer) {
    if (balancer.crossZone()) {
      checks.passed(CROSS_ZONE, "on");
      return;
    }
    checks.broken(
        Optional.empty(),
        CROSS_ZONE,
        "off: a zone's address leads only to the brokers of the zone",
        "on",
        "Switch on the cross-zone forwarding of the load balancer",
        Repair.changes(Kind.LOAD_BALANCER, ""));
  }

  /** PrivateLink may switch on the protection from deletion: that is no drift. */
  private void access(LoadBalancer balancer) {
    if (!balancer.addressType().equals("Intranet")) {
      checks.drifted(
          ACCESS,
          "the load balancer is " + balancer.addressType() + "-facing",
          "Intranet",
          "Change its network type back to Intranet: the brokers have no password at this port");
    } else if (!balancer.securityGroups().isEmpty()) {
      checks.drifted(
          ACCESS,
          "it is in the security groups " + String.join(", ", balancer.securityGroups()),
          "no security group",
          "Make sure that they let PrivateLink in, or remove the load balancer from them");
    } else if (!balancer.modificationProtection().equals("NonProtection")) {
      checks.drifted(
          ACCESS,
          "the modification protection is " + balancer.modificationProtection(),
          "NonProtection",
          "Switch it off: it may refuse a repair");
    } else {
      checks.passed(ACCESS, "Intranet, no security group");
    }
  }

  private void listeners(List<Listener> found, Map<String, String> groups) {
    for (ServerGroupPlan group : link.plan().exposure().serverGroups()) {
      listener(group, found, groups);
    }
    List<Listener> others =
        found.stream().filter(l -> planned().noneMatch(port -> port == l.port())).toList();
    if (others.isEmpty()) {
      checks.passed(OTHERS, "none");
      return;
    }
    checks.drifted(
        OTHERS,
        others.stream()
            .map(l -> l.protocol() + " " + l.port() + " to " + name(l.serverGroupId(), groups))
            .collect(joining(", ")),
        "only " + planned().mapToObj(String::valueOf).collect(joining(", ")),
        "Delete these listeners of " + link.loadBalancer().loadBalancerId());
  }

  private IntStream planned() {
    return link.plan().exposure().serverGroups().stream().mapToInt(ServerGroupPlan::listenerPort);
  }

  private static String name(String groupId, Map<String, String> groups) {
    return groups.getOrDefault(groupId, groupId);
  }

  private void listener(
      ServerGroupPlan group, List<Listener> listeners, Map<String, String> groups) {
    int port = group.listenerPort();
    String hop = "listener " + port;
    listeners.stream()
        .filter(l -> l.port() == port)
        .findFirst()
        .ifPresentOrElse(
            found -> listener(hop, group, found, groups),
            () ->
                checks.broken(
                    group.nodeId(),
                    hop,
                    port + " is missing",
                    expected(group),
                    "Create the listener",
                    Repair.adds(Kind.LISTENER, group.name())));
  }

  private static String expected(ServerGroupPlan group) {
    return "TCP, Running, to " + group.name();
  }

  private void listener(
      String hop, ServerGroupPlan group, Listener listener, Map<String, String> groups) {
    int port = group.listenerPort();
    String expected = expected(group);
    String target = name(listener.serverGroupId(), groups);
    if (!listener.protocol().equals("TCP") || (!listener.ours() && !target.equals(group.name()))) {
      checks.broken(
          group.nodeId(),
          hop,
          listener.protocol() + " " + port + " leads to " + target,
          expected,
          "Delete the listener " + listener.id() + ", which Linkspan did not create");
    } else if (!groups.isEmpty() && !target.equals(group.name())) {
      checks.broken(
          group.nodeId(),
          hop,
          port + " leads to " + target,
          expected,
          "Change the listener's server group to " + group.name(),
          Repair.changes(Kind.LISTENER, group.name()));
    } else if (!listener.status().equals("Running")) {
      checks.broken(
          group.nodeId(),
          hop,
          port + " is " + listener.status(),
          expected,
          "Start the listener",
          Repair.adds(Kind.LISTENER, group.name()));
    } else if (listener.proxyProtocol()) {
      checks.broken(
          group.nodeId(),
          hop,
          port + " sends the Proxy Protocol, which Kafka cannot read",
          expected + ", without the Proxy Protocol",
          "Switch off the Proxy Protocol of the listener",
          Repair.changes(Kind.LISTENER, group.name()));
    } else {
      checks.passed(group.nodeId(), hop, port + " is Running");
      health(group, listener);
    }
  }

  private void health(ServerGroupPlan group, Listener listener) {
    String hop = "backends behind " + listener.port() + " healthy";
    checks
        .read(listener.unhealthy(), group.nodeId(), hop)
        .ifPresent(
            unhealthy -> {
              if (unhealthy.isEmpty()) {
                checks.passed(group.nodeId(), hop, "all");
              } else {
                checks.broken(
                    group.nodeId(),
                    hop,
                    String.join(", ", unhealthy),
                    "all healthy",
                    "Check that the broker runs and that its security group lets the load balancer"
                        + " in");
              }
            });
  }
}
