package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares TiDB Cloud's private link connection and its domains with the plan. */
final class ConnectionChecks {
  private static final String CONNECTION = "TiDB Cloud connection";

  /** Others, which the API may add, say nothing here. */
  private static final Pattern UNUSABLE =
      Pattern.compile("CREATING|PENDING|FAILED|REJECTED|EXPIRED|DELET");

  private static final String ENDS = "ends of the TiDB Cloud connection";
  private static final String DOMAINS = "domains";

  private final Link link;
  private final CheckList checks;

  ConnectionChecks(Link link, CheckList checks) {
    this.link = link;
    this.checks = checks;
  }

  void check(Answer<Optional<ConnectionStatus>> answer) {
    Optional<Optional<ConnectionStatus>> read = checks.read(answer, CONNECTION);
    if (read.isEmpty()) {
      return;
    }
    String id = link.connectionId();
    if (read.get().isEmpty()) {
      checks.broken(
          Optional.empty(),
          CONNECTION,
          id + " is gone",
          "a connection that is ACTIVE",
          "A new connection gets another name, which every broker has to advertise: destroy this"
              + " setup and start again");
      return;
    }
    ConnectionStatus connection = read.get().get();
    String message = connection.message().isBlank() ? "" : ": " + connection.message();
    if (connection.state().equals("ACTIVE")) {
      checks.passed(CONNECTION, id + " is ACTIVE");
    } else if (!UNUSABLE.matcher(connection.state()).find()) {
      checks.add(
          Check.notChecked(
                  Optional.empty(),
                  CONNECTION,
                  id
                      + " is "
                      + connection.state()
                      + ", a state that Linkspan does not know"
                      + message)
              .remedy("Look at it in TiDB Cloud: whether it works, the connectivity test shows."));
    } else {
      checks.broken(
          Optional.empty(),
          CONNECTION,
          id + " is " + connection.state() + message,
          "ACTIVE",
          "If the endpoint connection is not Connected, put that back first; otherwise look at the"
              + " connection in TiDB Cloud");
    }
    ends(connection);
    domains(connection);
  }

  private void ends(ConnectionStatus connection) {
    String service = connection.serviceName().orElse(link.endpointServiceId());
    String endpoint = connection.endpointId().orElse(link.endpointId());
    if (service.endsWith(link.endpointServiceId()) && endpoint.equals(link.endpointId())) {
      checks.passed(ENDS, endpoint + " to " + link.endpointServiceId());
    } else {
      checks.drifted(
          ENDS,
          "it leads from " + endpoint + " to " + service,
          "from " + link.endpointId() + " to " + link.endpointServiceId(),
          "Look at the connection in TiDB Cloud: another endpoint needs an approval of its own");
    }
  }

  private void domains(ConnectionStatus connection) {
    String ours = link.domains().uniqueName();
    List<String> names = connection.uniqueNames();
    BrokerDomains attached = new BrokerDomains(ours, connection.domains());
    List<String> uncovered =
        link.brokers().stream()
            .flatMap(broker -> broker.wanted().stream())
            .map(ExternalListener::advertisedHost)
            .filter(host -> !attached.covers(host))
            .toList();
    if (names.isEmpty()) {
      checks.broken(
          Optional.empty(),
          DOMAINS,
          "no domain is attached",
          "the domains of " + ours,
          "Attach the domains of " + ours + " in TiDB Cloud",
          Repair.adds(Kind.DOMAINS, ""));
    } else if (!names.contains(ours)) {
      checks.broken(
          Optional.empty(),
          DOMAINS,
          "the attached domains belong to " + String.join(", ", names),
          "the domains of " + ours + ", whose names the brokers advertise",
          "Detach those domains in TiDB Cloud, then attach the domains of " + ours);
    } else if (!uncovered.isEmpty()) {
      checks.broken(
          Optional.empty(),
          DOMAINS,
          "the attached domains "
              + attached.text()
              + " do not cover "
              + String.join(", ", uncovered)
              + connection.failures(),
          "domains that cover every broker's name",
          "Detach the domains in TiDB Cloud and attach those of " + ours + " again");
    } else {
      checks.passed(DOMAINS, attached.text());
    }
  }
}
