package dev.linkspan.activities.verification;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Domain;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks the states that the clouds report of a link, in the order of the data's path. No I/O. */
final class CloudChecks {
  private final Link link;
  private final List<Check> checks = new ArrayList<>();

  private CloudChecks(Link link) {
    this.link = link;
  }

  static List<Check> of(Link link, Optional<ConnectionStatus> connection, ExposureStatus exposure) {
    CloudChecks checks = new CloudChecks(link);
    checks.connection(connection);
    checks.endpoint(exposure.endpoint());
    String serviceStatus = exposure.serviceStatus().orElse("gone");
    checks.add(
        "endpoint service",
        serviceStatus.equals("Active"),
        link.endpointServiceId() + " is " + serviceStatus);
    checks.loadBalancer(exposure.loadBalancer());
    for (ServerGroupPlan group : link.plan().exposure().serverGroups()) {
      checks.listener(group, exposure.listeners());
    }
    return List.copyOf(checks.checks);
  }

  private void connection(Optional<ConnectionStatus> connection) {
    String state = connection.map(ConnectionStatus::state).orElse("gone");
    String message = connection.map(ConnectionStatus::message).orElse("");
    add(
        "TiDB Cloud connection",
        state.equals("ACTIVE"),
        link.connectionId() + " is " + state + (message.isBlank() ? "" : ": " + message));
    domains(
        connection.map(ConnectionStatus::uniqueNames).orElse(List.of()),
        connection.map(ConnectionStatus::domains).orElse(List.of()));
  }

  private void domains(List<String> uniqueNames, List<Domain> attached) {
    String ours = link.domains().uniqueName();
    BrokerDomains domains = new BrokerDomains(ours, attached.stream().map(Domain::name).toList());
    List<String> uncovered =
        link.brokers().stream()
            .flatMap(broker -> broker.wanted().stream())
            .map(ExternalListener::advertisedHost)
            .filter(host -> !domains.covers(host))
            .toList();
    if (!uniqueNames.contains(ours)) {
      add(
          "domains",
          false,
          "the brokers advertise names of "
              + ours
              + ", but the attached domains belong to "
              + (uniqueNames.isEmpty() ? "none" : String.join(", ", uniqueNames)));
    } else if (!uncovered.isEmpty()) {
      add(
          "domains",
          false,
          "the attached domains "
              + domains.text()
              + " do not cover "
              + String.join(", ", uncovered));
    } else {
      add(
          "domains",
          true,
          attached.stream().map(d -> d.name() + " " + d.state()).collect(Collectors.joining(", ")));
    }
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
          zone.status().filter(s -> !s.equals("Connected")).isEmpty(),
          link.endpointId() + " in " + zone.zone() + " is " + zone.status().orElse("unknown"));
    }
  }

  private void loadBalancer(Optional<ExposureStatus.LoadBalancer> loadBalancer) {
    String id = link.loadBalancer().loadBalancerId();
    String status = loadBalancer.map(ExposureStatus.LoadBalancer::status).orElse("gone");
    TreeSet<String> expected =
        new TreeSet<>(link.loadBalancer().addresses().stream().map(ZoneAddress::address).toList());
    TreeSet<String> found =
        new TreeSet<>(loadBalancer.map(ExposureStatus.LoadBalancer::addresses).orElse(List.of()));
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
    TreeSet<String> backends = new TreeSet<>(listener.backends());
    String hop = "backends behind " + listener.port() + " healthy";
    if (!backends.equals(expected)) {
      add(group.nodeId(), hop, false, "the backends are " + backends + ", expected " + expected);
    } else if (!listener.unhealthy().isEmpty()) {
      add(group.nodeId(), hop, false, String.join(", ", listener.unhealthy()));
    } else {
      add(group.nodeId(), hop, true, String.join(", ", backends));
    }
  }

  private void add(String hop, boolean passed, String evidence) {
    add(Optional.empty(), hop, passed, evidence);
  }

  private void add(Optional<Integer> nodeId, String hop, boolean passed, String evidence) {
    checks.add(Check.of(nodeId, hop, passed, evidence));
  }
}
