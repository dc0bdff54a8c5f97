package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AttachedDomain;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The domains under which TiDB Cloud reaches the brokers through a connection. */
final class ManagedDomains {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedDomains.class);

  private static final String NOT_NAMED =
      "Ask TiDB Cloud's support which names its changefeeds use for brokers behind this connection,"
          + " then retry: the dry run is repeated.";
  private static final String RETRY_TAKES_ATTACHED =
      "No broker has a name yet. If the attached domains are right, retry: the brokers get names"
          + " under them. Otherwise detach them in TiDB Cloud, then retry.";

  private final PrivateLinkConnections connections;
  private final ConnectionReader reader;

  ManagedDomains(OwnerClient client, PrivateLinkConnections connections) {
    this.connections = connections;
    this.reader = new ConnectionReader(client, connections);
  }

  /** The attached domains, or else those of a dry run. */
  BrokerDomains preview(String connectionId) {
    Optional<AttachedDomain> attached =
        reader.usableNow(connectionId, ConnectionReader.DESTROY_AND_START_AGAIN).managedDomains();
    BrokerDomains domains =
        attached
            .or(() -> Optional.of(connections.previewDomains(connectionId)))
            .flatMap(AttachedDomain::domainsOfBrokers)
            .orElseThrow(
                () ->
                    ApplicationFailure.newFailure(
                        "TiDB Cloud returned no unique name", OwnerClient.NOT_READY));
    LOG.info(
        "the unique name of {} is {}, its domains are {}: {}",
        connectionId,
        domains.uniqueName(),
        domains.text(),
        attached.isPresent() ? "attached already" : "a preview");
    return domains;
  }

  /**
   * Attaches the domains and returns those that are attached. The API may attach others than a dry
   * run shows, so they are compared with the names that the brokers are about to get.
   *
   * @throws ApplicationFailure that parks the step: the brokers' names are not under the domains
   */
  BrokerDomains attach(DomainRequest wanted) {
    String connectionId = wanted.connectionId();
    String uniqueName = wanted.planned().uniqueName();
    wanted.unnamed().ifPresent(problem -> park(problem, NOT_NAMED));
    if (!Waiting.isFirstAttempt()) {
      reader.forget();
    }
    Optional<AttachedDomain> before =
        reader.usableNow(connectionId, ConnectionReader.DESTROY_AND_START_AGAIN).managedDomains();
    AttachedDomain attached =
        before.orElseGet(() -> connections.attachDomains(connectionId, uniqueName));
    reader.forget();
    BrokerDomains domains =
        attached.domainsOfBrokers().orElse(new BrokerDomains("", attached.names()));
    LOG.info(
        "{} has the domains {}{}",
        connectionId,
        domains.text(),
        before.isPresent() ? ", attached already" : "");
    wanted
        .mismatch(domains)
        .ifPresent(problem -> park(problem + attached.failures(), RETRY_TAKES_ATTACHED));
    return domains;
  }

  private static void park(String problem, String remedy) {
    throw Failures.needsPerson(problem, remedy);
  }
}
