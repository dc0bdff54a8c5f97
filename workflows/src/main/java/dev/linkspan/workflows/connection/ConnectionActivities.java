package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The private link connection: TiDB Cloud's side, and the request it makes at our endpoint service.
 * Same contract as {@link dev.linkspan.workflows.network.NetworkActivities}.
 */
@ActivityInterface
public interface ConnectionActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static ConnectionActivities withSummary(String summary) {
    return ActivityStubs.unlimited(ConnectionActivities.class, TaskQueues.CLOUD, summary);
  }

  /**
   * Checks that the cluster is active, Essential, on Alibaba Cloud and in this region, and that it
   * shares a zone with {@code zones}; tells which account will connect.
   */
  @ActivityMethod(name = "Connection_Preflight")
  Dataflow preflight(Owner owner, ConnectionPlan plan, List<String> zones);

  /**
   * Returns the connection's id; found again by name, type and service name. One that failed is
   * deleted and made anew; of several, the one in use or else the oldest stays.
   */
  @ActivityMethod(name = "Connection_EnsureConnection")
  String ensureConnection(Owner owner, ConnectionPlan plan, String serviceName);

  /**
   * Waits until the endpoint that TiDB Cloud names stands at our service. Parks when another
   * account owns it.
   */
  @ActivityMethod(name = "Connection_AwaitEndpoint")
  EndpointRequest awaitEndpoint(Owner owner, AwaitEndpoint request);

  /**
   * Reads the request again, refuses one that is not the approved one, and lets it connect; returns
   * when the endpoint is Connected and TiDB Cloud says ACTIVE.
   */
  @ActivityMethod(name = "Connection_Enable")
  void enable(Owner owner, ConnectionPlan plan, String connectionId, EndpointRequest approved);

  /**
   * Refuses an endpoint that waits, disconnects one that is connected. TiDB Cloud gives a refused
   * connection up.
   */
  @ActivityMethod(name = "Connection_Refuse")
  void refuse(Owner owner, EndpointRequest request);

  /** The unique name to attach: the attached one if there is one, else a dry run's. */
  @ActivityMethod(name = "Connection_PreviewUniqueName")
  String previewUniqueName(Owner owner, ConnectionPlan plan, String connectionId);

  /** Attaches the managed domains under this unique name; returns their names. */
  @ActivityMethod(name = "Connection_AttachDomains")
  List<String> attachDomains(
      Owner owner, ConnectionPlan plan, String connectionId, String uniqueName);

  /**
   * Removes every other connection of this name to the same service, which only the setup itself
   * can have made; returns when they are gone. Such a one comes from a reply that was lost while
   * the list was late.
   *
   * @param sinceLastCreation how long ago a connection was last created
   */
  @ActivityMethod(name = "Connection_EnsureOnlyOne")
  void ensureOnlyOne(
      Owner owner, ConnectionPlan plan, String connectionId, Duration sinceLastCreation);

  /** Detaches the domains and deletes the connection of this service; waits until it is gone. */
  @ActivityMethod(name = "Connection_RemoveConnection")
  void removeConnection(Owner owner, ConnectionPlan plan);

  /** What TiDB Cloud's dataflow connects from. */
  record Dataflow(String accountId, List<String> zones) {}

  /** Where to look for the endpoint. */
  record AwaitEndpoint(
      ConnectionPlan plan, String connectionId, String serviceId, String expectedAccount) {}

  /**
   * @param since when the request was last changed
   * @param mind what a person should know before answering
   */
  record EndpointRequest(
      String serviceId,
      String endpointId,
      String ownerAccount,
      List<String> zones,
      Instant since,
      Optional<String> mind) {

    /** One of which there is nothing more to know. */
    public EndpointRequest(
        String serviceId,
        String endpointId,
        String ownerAccount,
        List<String> zones,
        Instant since) {
      this(serviceId, endpointId, ownerAccount, zones, since, Optional.empty());
    }

    /** The same with something to know. */
    public EndpointRequest minding(Optional<String> warning) {
      return new EndpointRequest(serviceId, endpointId, ownerAccount, zones, since, warning);
    }
  }
}
