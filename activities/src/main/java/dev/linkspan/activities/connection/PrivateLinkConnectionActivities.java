package dev.linkspan.activities.connection;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.EndpointConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AvailabilityZones;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
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
  public Dataflow preflight(Owner owner, ConnectionPlan plan, List<String> zones) {
    return in(
        owner,
        client -> {
          String id = plan.clusterId();
          PrivateLinkConnections api = connections(owner, plan);
          Cluster cluster = api.cluster().orElseThrow(() -> unknownCluster(owner, id));
          ClusterPreflight.check(cluster, id, owner.region());
          AvailabilityZones dataflow = api.availabilityZones();
          ClusterPreflight.checkZones(dataflow, id, zones);
          LOG.info(
              "cluster {} can have a private link; account {} connects from zones {}",
              id,
              dataflow.accountId(),
              dataflow.zones());
          return new Dataflow(dataflow.accountId(), dataflow.zones());
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
    return in(owner, client -> lifecycle(client, plan).ensure(serviceName));
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
  public String previewUniqueName(Owner owner, ConnectionPlan plan, String connectionId) {
    return in(
        owner,
        client ->
            new ManagedDomains(client, connections(owner, plan)).previewUniqueName(connectionId));
  }

  @Override
  public List<String> attachDomains(
      Owner owner, ConnectionPlan plan, String connectionId, String uniqueName) {
    return in(
        owner,
        client ->
            new ManagedDomains(client, connections(owner, plan)).attach(connectionId, uniqueName));
  }

  @Override
  public void ensureOnlyOne(
      Owner owner, ConnectionPlan plan, String connectionId, Duration sinceLastCreation) {
    run(
        owner,
        client -> {
          client.waitForLists(sinceLastCreation);
          lifecycle(client, plan).removeDuplicates(connectionId);
        });
  }

  @Override
  public void removeConnection(Owner owner, ConnectionPlan plan) {
    run(owner, client -> lifecycle(client, plan).remove());
  }

  private ConnectionLifecycle lifecycle(OwnerClient client, ConnectionPlan plan) {
    return new ConnectionLifecycle(client, plan, connections(client.owner(), plan));
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
