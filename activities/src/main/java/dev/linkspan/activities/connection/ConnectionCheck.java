package dev.linkspan.activities.connection;

import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AvailabilityZones;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Cluster;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.ChangefeedTerms;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;

/** What a worker can find out about TiDB Cloud before anything is created, line by line. */
final class ConnectionCheck {
  private static final String CLUSTER = "TiDB Cloud cluster";
  private static final String ZONES = "Zones in common";
  private static final String CHANGEFEEDS = "Changefeeds";

  private final Owner owner;
  private final String clusterId;
  private final PrivateLinkConnections connections;
  private final List<PreflightCheck> checks = new ArrayList<>();

  ConnectionCheck(Owner owner, String clusterId, PrivateLinkConnections connections) {
    this.owner = owner;
    this.clusterId = clusterId;
    this.connections = connections;
  }

  List<PreflightCheck> checks(
      List<String> zones, ChangefeedPlan changefeed, Changefeeds changefeeds) {
    Cluster cluster =
        connections
            .cluster()
            .orElseThrow(() -> PrivateLinkConnectionActivities.unknownCluster(owner, clusterId));
    checks.add(
        PreflightCheck.pass(
            "TiDB Cloud API key",
            "\"" + owner.credentials().tidbCloud() + "\" may read cluster " + clusterId));
    check(
        CLUSTER,
        () -> {
          ClusterPreflight.check(cluster, clusterId, owner.region());
          return String.valueOf(cluster.displayName())
              + ": active, Essential, on Alibaba Cloud in "
              + owner.region();
        });
    check(ZONES, () -> zones(zones));
    check(CHANGEFEEDS, () -> changefeeds(changefeed, changefeeds));
    ChangefeedTerms.notes(changefeed.use(), owner.region())
        .forEach(note -> checks.add(PreflightCheck.warn(CHANGEFEEDS, note, "")));
    return List.copyOf(checks);
  }

  private interface Read {
    String found();
  }

  private void check(String what, Read read) {
    try {
      checks.add(PreflightCheck.pass(what, read.found()));
    } catch (ApplicationFailure problem) {
      checks.add(PreflightCheck.fail(what, Failures.problem(problem), Failures.remedy(problem)));
    } catch (TidbCloudException e) {
      ApplicationFailure problem = e.asFailure(owner.credentials().tidbCloud());
      if (!Failures.NEEDS_PERSON.equals(problem.getType())) {
        throw problem;
      }
      checks.add(PreflightCheck.fail(what, Failures.problem(problem), Failures.remedy(problem)));
    }
  }

  private String zones(List<String> planned) {
    AvailabilityZones dataflow = connections.availabilityZones();
    ClusterPreflight.checkZones(dataflow, clusterId, planned);
    return "account "
        + dataflow.accountId()
        + " connects from "
        + String.join(", ", dataflow.zones());
  }

  private String changefeeds(ChangefeedPlan changefeed, Changefeeds changefeeds) {
    if (!changefeed.use().creates()) {
      return "none is created";
    }
    new ChangefeedPreflight(changefeeds).check(changefeed, clusterId, owner.region());
    return changefeeds.existing().size()
        + " of "
        + ChangefeedTerms.LARGEST_COUNT
        + "; whether the key may create one shows only then";
  }
}
