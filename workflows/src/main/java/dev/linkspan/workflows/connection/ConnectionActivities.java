package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The private link connection in TiDB Cloud, and its endpoint at the endpoint service. The same
 * contract as {@link dev.linkspan.workflows.network.NetworkActivities}.
 */
@ActivityInterface
public interface ConnectionActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static ConnectionActivities withSummary(String summary) {
    return ActivityStubs.unlimited(ConnectionActivities.class, TaskQueues.CLOUD, summary);
  }

  /** A stub with three attempts, for a check that reports what it cannot read. */
  static ConnectionActivities forCheck(String summary) {
    return ActivityStubs.fewAttempts(ConnectionActivities.class, TaskQueues.CLOUD, summary);
  }

  /**
   * Checks that the cluster is active, Essential, on Alibaba Cloud and in this region, that it
   * shares a zone with {@code zones}, and that it can have the changefeed, if there is to be one;
   * returns the account that connects.
   */
  @ActivityMethod(name = "Connection_Preflight")
  Dataflow preflight(
      Owner owner, ConnectionPlan plan, List<String> zones, ChangefeedPlan changefeed);

  /** The same as {@link #preflight} before there is a setup, check by check. Only reads. */
  @ActivityMethod(name = "Connection_Check")
  List<PreflightCheck> check(
      Owner owner, ConnectionPlan plan, List<String> zones, ChangefeedPlan changefeed);

  /**
   * Returns the connection's id. Finds an earlier one by name, type and service name. Replaces a
   * failed one; of several, keeps the one in use or else the oldest.
   *
   * @param known id of an earlier one, which the list may miss
   */
  @ActivityMethod(name = "Connection_EnsureConnection")
  String ensureConnection(
      Owner owner, ConnectionPlan plan, String serviceName, Optional<String> known);

  /**
   * Waits until the endpoint that TiDB Cloud names is at the endpoint service. Parks when another
   * account owns it.
   */
  @ActivityMethod(name = "Connection_AwaitEndpoint")
  EndpointRequest awaitEndpoint(Owner owner, AwaitEndpoint request);

  /**
   * Reads everything about the request again, and says whether the endpoint is certainly TiDB
   * Cloud's: it belongs to the account that the dry run named, waits at the setup's service, TiDB
   * Cloud's connection to this service reports its ID, and no other endpoint is at the service.
   */
  @ActivityMethod(name = "Connection_VerifyEndpoint")
  EndpointVerification verifyEndpoint(Owner owner, AwaitEndpoint where, EndpointRequest request);

  /**
   * Reads the request again, parks unless it is the approved one, and enables it. Returns when the
   * endpoint is Connected and the connection is ACTIVE.
   */
  @ActivityMethod(name = "Connection_Enable")
  void enable(Owner owner, ConnectionPlan plan, String connectionId, EndpointRequest approved);

  /**
   * Rejects an endpoint that waits, disconnects one that is connected. TiDB Cloud gives up such a
   * connection.
   */
  @ActivityMethod(name = "Connection_Reject")
  void reject(Owner owner, EndpointRequest request);

  /** The managed domains: the attached ones if there are any, else those of a dry run. */
  @ActivityMethod(name = "Connection_PreviewDomains")
  BrokerDomains previewDomains(Owner owner, ConnectionPlan plan, String connectionId);

  /**
   * Attaches the managed domains; returns those that are attached. Parks, with the names and the
   * domains, unless they cover the name that each broker is going to advertise.
   */
  @ActivityMethod(name = "Connection_AttachDomains")
  BrokerDomains attachDomains(Owner owner, ConnectionPlan plan, DomainRequest request);

  /**
   * Deletes every other connection of this name to the same service, which only the setup itself
   * can have created: its reply was lost while the list was late. Returns when they are gone.
   *
   * @param sinceLastCreation how long ago a connection was last created
   */
  @ActivityMethod(name = "Connection_EnsureOnlyOne")
  void ensureOnlyOne(
      Owner owner, ConnectionPlan plan, String connectionId, Duration sinceLastCreation);

  /**
   * Detaches the domains and deletes the connection of the setup's service; waits until it is gone.
   *
   * @param known id of the connection, which the list may miss
   */
  @ActivityMethod(name = "Connection_RemoveConnection")
  void removeConnection(Owner owner, ConnectionPlan plan, Optional<String> known);

  /** Where TiDB Cloud's dataflow connects from. */
  record Dataflow(String accountId, List<String> zones) {}

  /**
   * The domains to attach.
   *
   * @param planned the domains that the brokers' names follow from
   * @param brokers each needs a name under the domains
   */
  record DomainRequest(String connectionId, BrokerDomains planned, List<BrokerPlan> brokers) {

    /** Why the planned domains give some broker no name; empty where they name every broker. */
    public Optional<String> unnamed() {
      return brokers.stream().allMatch(broker -> host(broker).isPresent())
          ? Optional.empty()
          : Optional.of(
              "TiDB Cloud's dry run returned the domains "
                  + planned.text()
                  + ": the brokers need one with a wildcard, such as "
                  + BrokerDomains.EXPECTED.text());
    }

    /** Why TiDB Cloud cannot reach some broker under these domains; empty where it can. */
    public Optional<String> mismatch(BrokerDomains attached) {
      String uncovered =
          brokers.stream()
              .flatMap(broker -> host(broker).stream())
              .filter(host -> !attached.covers(host))
              .collect(Collectors.joining(", "));
      return uncovered.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "the domains attached to "
                  + connectionId
                  + " are "
                  + attached.text()
                  + ", and do not cover these names of brokers: "
                  + uncovered);
    }

    private Optional<String> host(BrokerPlan broker) {
      return planned.host(broker.nodeId(), broker.zone());
    }
  }

  /** Where to look for the endpoint. */
  record AwaitEndpoint(
      ConnectionPlan plan, String connectionId, String serviceId, String expectedAccount) {}

  /**
   * Whether an endpoint is certainly TiDB Cloud's.
   *
   * @param evidence what was seen, or what is in doubt
   */
  record EndpointVerification(boolean certain, String evidence) {}

  /**
   * @param since when the request was last changed
   * @param warning what a person must know before answering
   * @param verified why the endpoint is certainly TiDB Cloud's; empty if that was not asked, or is
   *     not certain
   */
  record EndpointRequest(
      String serviceId,
      String endpointId,
      String ownerAccount,
      List<String> zones,
      Instant since,
      Optional<String> warning,
      Optional<String> verified) {

    /** Requests from before endpoints were verified have no such field. */
    public EndpointRequest {
      verified = Objects.requireNonNullElse(verified, Optional.empty());
    }

    /** A request that is not verified. */
    public EndpointRequest(
        String serviceId,
        String endpointId,
        String ownerAccount,
        List<String> zones,
        Instant since,
        Optional<String> warning) {
      this(serviceId, endpointId, ownerAccount, zones, since, warning, Optional.empty());
    }

    /** A request without a warning. */
    public EndpointRequest(
        String serviceId,
        String endpointId,
        String ownerAccount,
        List<String> zones,
        Instant since) {
      this(serviceId, endpointId, ownerAccount, zones, since, Optional.empty());
    }

    /** The same request with one more warning. */
    public EndpointRequest withWarning(Optional<String> further) {
      String all =
          Stream.of(warning, further).flatMap(Optional::stream).collect(Collectors.joining("; "));
      return new EndpointRequest(
          serviceId,
          endpointId,
          ownerAccount,
          zones,
          since,
          Optional.of(all).filter(t -> !t.isEmpty()),
          verified);
    }

    /** The same request after a verification. A doubt is a warning. */
    public EndpointRequest after(EndpointVerification verification) {
      Optional<String> doubt =
          verification.certain()
              ? Optional.empty()
              : Optional.of("not approved automatically: " + verification.evidence());
      EndpointRequest warned = withWarning(doubt);
      return new EndpointRequest(
          serviceId,
          endpointId,
          ownerAccount,
          zones,
          since,
          warned.warning(),
          Optional.of(verification.evidence())
              .filter(evidence -> verification.certain() && warned.warning().isEmpty()));
    }
  }
}
