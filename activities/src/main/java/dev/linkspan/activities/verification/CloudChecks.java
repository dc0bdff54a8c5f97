package dev.linkspan.activities.verification;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Report.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Judges what the clouds say of a link, hop by hop in the order of the data's way. No I/O. */
final class CloudChecks {
  private final Link link;
  private final List<Check> checks = new ArrayList<>();

  private CloudChecks(Link link) {
    this.link = link;
  }

  static List<Check> of(
      Link link, Optional<ConnectionStatus.Connection> tidb, ExposureStatus.Seen cloud) {
    CloudChecks checks = new CloudChecks(link);
    checks.connection(tidb);
    checks.endpoint(cloud.endpoint());
    String serviceStatus = cloud.serviceStatus().orElse("gone");
    checks.add(
        "endpoint service",
        serviceStatus.equals("Active"),
        link.endpointServiceId() + " is " + serviceStatus);
    checks.balancer(cloud.balancer());
    for (ServerGroupPlan group : link.plan().exposure().serverGroups()) {
      checks.listener(group, cloud.listeners());
    }
    return List.copyOf(checks.checks);
  }

  private void connection(Optional<ConnectionStatus.Connection> tidb) {
    String state = tidb.map(ConnectionStatus.Connection::state).orElse("gone");
    String message = tidb.map(ConnectionStatus.Connection::message).orElse("");
    add(
        "TiDB Cloud connection",
        state.equals("ACTIVE"),
        link.connectionId() + " is " + state + (message.isBlank() ? "" : ": " + message));
    List<String> attached = tidb.map(ConnectionStatus.Connection::uniqueNames).orElse(List.of());
    List<String> domains = tidb.map(ConnectionStatus.Connection::domains).orElse(List.of());
    boolean ours = attached.contains(link.uniqueName());
    add(
        "domains",
        ours,
        ours
            ? String.join(", ", domains)
            : "the brokers advertise names of "
                + link.uniqueName()
                + ", but attached is "
                + (attached.isEmpty() ? "none" : String.join(", ", attached)));
  }

  private void endpoint(Optional<ExposureStatus.Endpoint> endpoint) {
    String status = endpoint.map(ExposureStatus.Endpoint::status).orElse("gone");
    add(
        "endpoint connection",
        status.equals("Connected"),
        link.endpointId() + " is " + status + " at " + link.endpointServiceId());
    for (ExposureStatus.Zone zone :
        endpoint.map(ExposureStatus.Endpoint::zones).orElse(List.of())) {
      add(
          "endpoint zone " + zone.zone(),
          zone.status() == null || zone.status().equals("Connected"),
          link.endpointId() + " in " + zone.zone() + " is " + zone.status());
    }
  }

  private void balancer(Optional<ExposureStatus.Balancer> balancer) {
    String id = link.loadBalancer().loadBalancerId();
    String status = balancer.map(ExposureStatus.Balancer::status).orElse("gone");
    TreeSet<String> expected =
        new TreeSet<>(link.loadBalancer().addresses().stream().map(ZoneAddress::address).toList());
    TreeSet<String> found =
        new TreeSet<>(balancer.map(ExposureStatus.Balancer::addresses).orElse(List.of()));
    boolean same = found.equals(expected);
    add(
        "load balancer",
        status.equals("Active") && same,
        id
            + " is "
            + status
            + " at "
            + String.join(", ", found)
            + (same ? "" : ", expected " + String.join(", ", expected)));
  }

  private void listener(ServerGroupPlan group, List<ExposureStatus.Listener> listeners) {
    int port = group.listenerPort();
    Optional<ExposureStatus.Listener> found =
        listeners.stream().filter(l -> l.port() == port).findFirst();
    String status = found.map(ExposureStatus.Listener::status).orElse("missing");
    add(group.nodeId(), "listener " + port, status.equals("Running"), port + " is " + status);
    found.ifPresent(listener -> backends(group, listener));
  }

  private void backends(ServerGroupPlan group, ExposureStatus.Listener listener) {
    TreeSet<String> expected = new TreeSet<>();
    link.cluster()
        .brokers()
        .forEach(
            (id, address) -> {
              if (group.nodeId().isEmpty() || group.nodeId().equals(Optional.of(id))) {
                expected.add(address + ":" + link.cluster().externalPort());
              }
            });
    TreeSet<String> members = new TreeSet<>(listener.members());
    String hop = "backends behind " + listener.port() + " healthy";
    if (!members.equals(expected)) {
      add(group.nodeId(), hop, false, "behind it is " + members + ", expected " + expected);
    } else if (!listener.unhealthy().isEmpty()) {
      add(group.nodeId(), hop, false, String.join(", ", listener.unhealthy()));
    } else {
      add(group.nodeId(), hop, true, String.join(", ", members));
    }
  }

  private void add(String hop, boolean passed, String evidence) {
    add(Optional.empty(), hop, passed, evidence);
  }

  private void add(Optional<Integer> nodeId, String hop, boolean passed, String evidence) {
    checks.add(new Check(nodeId, hop, passed, evidence));
  }
}
