package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Zones;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The private link connection: TiDB Cloud's API at one end, PrivateLink's at the other. */
public final class PrivateLinkConnectionActivities implements ConnectionActivities {
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;

  public PrivateLinkConnectionActivities(AlibabaCloud alibaba, TidbCloud tidb) {
    this.alibaba = alibaba;
    this.tidb = tidb;
  }

  @Override
  public Dataflow preflight(Owner owner, ConnectionPlan plan, List<String> zones) {
    return sorted(
        owner,
        client -> {
          String id = plan.clusterId();
          var api = new PrivateLinkConnections(tidb, owner.credentials().tidbCloud(), id);
          Cluster cluster = api.cluster().orElseThrow(() -> unknownCluster(owner, id));
          ClusterPreflight.check(cluster, id, owner.region());
          Zones theirs = api.zones();
          ClusterPreflight.checkZones(theirs, id, zones);
          return new Dataflow(theirs.accountId(), theirs.azIds());
        });
  }

  private static RuntimeException unknownCluster(Owner owner, String id) {
    return Failures.needsPerson(
        "TiDB Cloud knows no cluster " + id + " for this API key",
        "Check the cluster id of the spec, and that the API key \""
            + owner.credentials().tidbCloud()
            + "\" belongs to the organization of this cluster, then retry.");
  }

  @Override
  public String ensureConnection(Owner owner, ConnectionPlan plan, String serviceName) {
    return sorted(owner, client -> work(client, plan).ensure(serviceName));
  }

  @Override
  public EndpointRequest awaitEndpoint(Owner owner, AwaitEndpoint request) {
    return sorted(
        owner,
        client ->
            work(client, request.plan())
                .awaitEndpoint(
                    request.connectionId(), request.serviceId(), request.expectedAccount()));
  }

  @Override
  public void enable(
      Owner owner, ConnectionPlan plan, String connectionId, EndpointRequest approved) {
    sorted(
        owner,
        client -> {
          work(client, plan).enable(connectionId, approved);
          return Optional.empty();
        });
  }

  @Override
  public void refuse(Owner owner, EndpointRequest request) {
    OwnerClient.run(
        alibaba,
        owner,
        client ->
            new EndpointConnections(client).refuse(request.serviceId(), request.endpointId()));
  }

  @Override
  public String previewUniqueName(Owner owner, ConnectionPlan plan, String connectionId) {
    return sorted(owner, client -> work(client, plan).previewUniqueName(connectionId));
  }

  @Override
  public List<String> attachDomains(
      Owner owner, ConnectionPlan plan, String connectionId, String uniqueName) {
    return sorted(owner, client -> work(client, plan).attach(connectionId, uniqueName));
  }

  @Override
  public void ensureOnlyOne(
      Owner owner, ConnectionPlan plan, String connectionId, Duration sinceLastCreation) {
    sorted(
        owner,
        client -> {
          client.awaitLists(sinceLastCreation);
          work(client, plan).removeOthers(connectionId);
          return Optional.empty();
        });
  }

  @Override
  public void removeConnection(Owner owner, ConnectionPlan plan) {
    sorted(
        owner,
        client -> {
          work(client, plan).remove();
          return Optional.empty();
        });
  }

  private ConnectionWork work(OwnerClient client, ConnectionPlan plan) {
    return new ConnectionWork(client, tidb, plan);
  }

  private <T> T sorted(Owner owner, Function<OwnerClient, T> work) {
    try {
      return OwnerClient.in(alibaba, owner, work);
    } catch (TidbCloudException e) {
      throw e.asFailure(owner.credentials().tidbCloud());
    }
  }
}
