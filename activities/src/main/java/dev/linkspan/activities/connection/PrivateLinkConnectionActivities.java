package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AvailabilityZones;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The private link connection, with TiDB Cloud's API at one end and PrivateLink's at the other. */
public final class PrivateLinkConnectionActivities implements ConnectionActivities {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateLinkConnectionActivities.class);

  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;

  public PrivateLinkConnectionActivities(AlibabaCloud alibaba, TidbCloud tidb) {
    this.alibaba = alibaba;
    this.tidb = tidb;
  }

  @Override
  public Dataflow preflight(
      Owner owner, ConnectionPlan plan, List<String> zones, ChangefeedPlan changefeed) {
    return in(
        owner,
        client -> {
          String id = plan.clusterId();
          PrivateLinkConnections api = connections(owner, plan);
          Cluster cluster = api.cluster().orElseThrow(() -> unknownCluster(owner, id));
          ClusterPreflight.check(cluster, id, owner.region());
          AvailabilityZones dataflow = api.availabilityZones();
          ClusterPreflight.checkZones(dataflow, id, zones);
          new ChangefeedPreflight(new Changefeeds(tidb, owner.credentials().tidbCloud(), id))
              .check(changefeed, id, owner.region());
          LOG.info(
              "cluster {} can have a private link; account {} connects from zones {}",
              id,
              dataflow.accountId(),
              dataflow.zones());
          return new Dataflow(dataflow.accountId(), dataflow.zones());
        });
  }

  @Override
  public List<PreflightCheck> check(
      Owner owner, ConnectionPlan plan, List<String> zones, ChangefeedPlan changefeed) {
    return in(
        owner,
        client ->
            new ConnectionCheck(owner, plan.clusterId(), connections(owner, plan))
                .checks(
                    zones,
                    changefeed,
                    new Changefeeds(tidb, owner.credentials().tidbCloud(), plan.clusterId())));
  }

  static RuntimeException unknownCluster(Owner owner, String id) {
    return Failures.needsPerson(
        "TiDB Cloud knows no cluster " + id + " for this API key",
        "Check the cluster id of the spec, and that the API key \""
            + owner.credentials().tidbCloud()
            + "\" belongs to the organization of this cluster, then retry.");
  }

  @Override
  public String ensureConnection(
      Owner owner, ConnectionPlan plan, String serviceName, Optional<String> known) {
    return in(owner, client -> lifecycle(client, plan, known).ensure(serviceName));
  }

  @Override
  public EndpointRequest awaitEndpoint(Owner owner, AwaitEndpoint request) {
    return in(
        owner,
        client ->
            new EndpointAcceptance(client, connections(owner, request.plan()))
                .waitForRequest(request));
  }

  @Override
  public EndpointVerification verifyEndpoint(
      Owner owner, AwaitEndpoint where, EndpointRequest request) {
    return in(
        owner,
        client ->
            new EndpointVerifier(client, connections(owner, where.plan())).verify(where, request));
  }

  @Override
  public void enable(
      Owner owner, ConnectionPlan plan, String connectionId, EndpointRequest approved) {
    run(
        owner,
        client ->
            new EndpointAcceptance(client, connections(owner, plan))
                .accept(connectionId, approved));
  }

  @Override
  public void reject(Owner owner, EndpointRequest request) {
    run(
        owner,
        client ->
            new EndpointConnections(client).reject(request.serviceId(), request.endpointId()));
  }

  @Override
  public BrokerDomains previewDomains(Owner owner, ConnectionPlan plan, String connectionId) {
    return in(
        owner,
        client -> new ManagedDomains(client, connections(owner, plan)).preview(connectionId));
  }

  @Override
  public BrokerDomains attachDomains(Owner owner, ConnectionPlan plan, DomainRequest request) {
    return in(
        owner, client -> new ManagedDomains(client, connections(owner, plan)).attach(request));
  }

  @Override
  public void ensureOnlyOne(
      Owner owner, ConnectionPlan plan, String connectionId, Duration sinceLastCreation) {
    run(
        owner,
        client -> {
          client.waitForLists(sinceLastCreation);
          lifecycle(client, plan, Optional.of(connectionId)).removeDuplicates(connectionId);
        });
  }

  @Override
  public void removeConnection(Owner owner, ConnectionPlan plan, Optional<String> known) {
    run(owner, client -> lifecycle(client, plan, known).remove());
  }

  private ConnectionLifecycle lifecycle(
      OwnerClient client, ConnectionPlan plan, Optional<String> known) {
    return new ConnectionLifecycle(client, plan, connections(client.owner(), plan), known);
  }

  private PrivateLinkConnections connections(Owner owner, ConnectionPlan plan) {
    return new PrivateLinkConnections(tidb, owner.credentials().tidbCloud(), plan.clusterId());
  }

  private <T> T in(Owner owner, Function<OwnerClient, T> work) {
    try {
      return OwnerClient.in(alibaba, owner, work);
    } catch (TidbCloudException e) {
      throw e.asFailure(owner.credentials().tidbCloud());
    }
  }

  private void run(Owner owner, Consumer<OwnerClient> work) {
    in(
        owner,
        client -> {
          work.accept(client);
          return Optional.empty();
        });
  }
}
