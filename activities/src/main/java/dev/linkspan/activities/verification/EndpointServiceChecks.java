package dev.linkspan.activities.verification;

import static java.util.stream.Collectors.joining;

import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.exposure.ExposureStatus.Endpoint;
import dev.linkspan.activities.exposure.ExposureStatus.ServerGroup;
import dev.linkspan.activities.exposure.ExposureStatus.Service;
import dev.linkspan.activities.exposure.ExposureStatus.Zone;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the endpoint service, its whitelist and the endpoints at it with the plan. */
final class EndpointServiceChecks {
  private static final String ENDPOINT = "endpoint connection";
  private static final String OTHERS = "other endpoints";
  private static final String SERVICE = "endpoint service";
  private static final String ACCEPTANCE = "acceptance at the endpoint service";
  private static final String ZONES = "zones of the endpoint service";
  private static final String WHITELIST = "whitelist";
  private static final String STRANGERS = "other accounts on the whitelist";
  private static final String CONNECTED = "Connected";

  private final Link link;
  private final CheckList checks;

  EndpointServiceChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  void check(ExposureStatus status) {
    checks.read(status.endpoints(), ENDPOINT).ifPresent(this::endpoints);
    checks.read(status.service(), SERVICE).ifPresent(this::service);
    checks
        .read(status.whitelist(), WHITELIST)
        .ifPresent(accounts -> whitelist(accounts, ownAccount(status)));
  }

  private void endpoints(List<Endpoint> endpoints) {
    Optional<Endpoint> ours =
        endpoints.stream().filter(e -> e.id().equals(link.endpointId())).findFirst();
    String at = link.endpointId() + " at " + link.endpointServiceId() + " is ";
    if (ours.isEmpty()) {
      checks.broken(
          Optional.empty(),
          ENDPOINT,
          at + "gone",
          CONNECTED,
          "TiDB Cloud owns the endpoint: look at the connection there; without it, destroy this"
              + " setup and start again");
    } else if (ours.get().status().equals(CONNECTED)) {
      checks.passed(ENDPOINT, at + CONNECTED);
      ours.get().zones().forEach(this::zone);
    } else {
      checks.broken(
          Optional.empty(),
          ENDPOINT,
          at + ours.get().status(),
          CONNECTED,
          "Allow the connection of this endpoint in the PrivateLink console",
          Repair.changes(Kind.ENDPOINT_CONNECTION, ""));
    }
    others(
        endpoints.stream()
            .filter(e -> !e.id().equals(link.endpointId()))
            .filter(e -> e.waiting() || e.status().startsWith("Connect"))
            .toList());
  }

  private void zone(Zone zone) {
    String hop = "endpoint zone " + zone.zone();
    String status = zone.status().orElse("unknown");
    String evidence = link.endpointId() + " in " + zone.zone() + " is " + status;
    if (status.equals(CONNECTED) || zone.status().isEmpty()) {
      checks.passed(hop, evidence);
    } else {
      checks.broken(
          Optional.empty(),
          hop,
          evidence,
          CONNECTED,
          "Allow the connection in this zone in the PrivateLink console");
    }
  }

  private void others(List<Endpoint> others) {
    if (others.isEmpty()) {
      checks.passed(OTHERS, "none is connected or waits");
      return;
    }
    checks.drifted(
        OTHERS,
        others.stream()
            .map(
                e ->
                    e.id()
                        + " of account "
                        + e.ownerAccount()
                        + (e.waiting() ? " waits for a decision" : " is " + e.status()))
            .collect(joining(", ")),
        "only " + link.endpointId(),
        "Nobody approved these endpoints here: disconnect or reject them in the PrivateLink console");
  }

  private void service(Optional<Service> found) {
    String id = link.endpointServiceId();
    String status = found.map(Service::status).orElse("gone");
    if (found.isEmpty()) {
      checks.broken(
          Optional.empty(),
          SERVICE,
          id + " is gone",
          "Active",
          "A new one needs a new connection: destroy this setup and start again");
      return;
    }
    if (status.equals("Active")) {
      checks.passed(SERVICE, id + " is Active");
    } else {
      checks.broken(
          Optional.empty(),
          SERVICE,
          id + " is " + status,
          "Active",
          "Look at the endpoint service in the PrivateLink console");
    }
    acceptance(found.get());
    zones(found.get());
  }

  private void acceptance(Service service) {
    if (!service.autoAccept()) {
      checks.passed(ACCEPTANCE, "a person decides");
      return;
    }
    checks.drifted(
        Optional.empty(),
        ACCEPTANCE,
        link.endpointServiceId() + " accepts endpoints automatically",
        "a person decides about each endpoint",
        "Switch off the automatic acceptance of the endpoint service",
        Repair.changes(Kind.ENDPOINT_SERVICE, ""));
  }

  private void zones(Service service) {
    List<String> planned = link.network().zones().stream().map(ZoneVSwitch::zone).sorted().toList();
    List<String> missing = new ArrayList<>(planned);
    missing.removeAll(service.zones());
    String evidence = "it has a load balancer in " + joined(service.zones());
    if (!missing.isEmpty()) {
      checks.drifted(
          Optional.empty(),
          ZONES,
          evidence,
          "in " + joined(planned),
          "Add the load balancer in " + joined(missing) + " to the endpoint service",
          Repair.adds(Kind.ENDPOINT_SERVICE, ""));
    } else if (service.zones().size() > planned.size()) {
      checks.drifted(
          ZONES, evidence, "in " + joined(planned), "Remove the other ones from the service");
    } else {
      checks.passed(ZONES, joined(planned));
    }
  }

  private static String joined(List<String> zones) {
    return zones.isEmpty() ? "no zone" : String.join(", ", zones);
  }

  private void whitelist(List<String> accounts, Optional<String> own) {
    String wanted = link.network().whitelistAccount();
    if (accounts.contains(wanted) || accounts.contains("*")) {
      checks.passed(WHITELIST, "TiDB Cloud's account " + wanted + " is on it");
    } else {
      checks.drifted(
          Optional.empty(),
          WHITELIST,
          "TiDB Cloud's account " + wanted + " is not on it",
          "account " + wanted,
          "Add the account to the whitelist of " + link.endpointServiceId(),
          Repair.adds(Kind.WHITELIST, ""));
    }
    if (own.isEmpty()) {
      return;
    }
    List<String> strangers =
        accounts.stream().filter(a -> !a.equals(wanted) && !a.equals(own.get())).toList();
    if (strangers.isEmpty()) {
      checks.passed(STRANGERS, "none");
    } else {
      checks.drifted(
          STRANGERS,
          (strangers.contains("*") ? "everyone" : String.join(", ", strangers))
              + " can create endpoints",
          "none",
          "Remove them from the whitelist of " + link.endpointServiceId());
    }
  }

  /** An owner is on the whitelist of its own service. */
  private static Optional<String> ownAccount(ExposureStatus status) {
    return status.serverGroups().value().stream()
        .flatMap(List::stream)
        .map(ServerGroup::ownerAccount)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
