package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceResponse.AvailableZone;
import com.aliyuncs.privatelink.model.v20200415.CheckProductOpenRequest;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityRequest;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityResponse;
import com.aliyuncs.vpc.model.v20160428.DescribeZonesRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeZonesResponse;
import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.workflows.network.NetworkActivities.Account;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds everything that would stop the setup later, and reports all of it at once. */
final class NetworkPreflight {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkPreflight.class);

  record ZoneList(List<Zone> zones) {
    record Zone(String zoneId) {}
  }

  private record TypeInZone(String type, String zone) {}

  private final OwnerClient client;
  private final List<String> problems = new ArrayList<>();
  private final List<String> remedies = new ArrayList<>();

  NetworkPreflight(OwnerClient client) {
    this.client = client;
  }

  /**
   * Checks zones, instance types and PrivateLink's activation, and returns the account.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step and names every problem
   */
  Account check(Plan plan) {
    GetCallerIdentityResponse caller = client.call(GetCallerIdentityRequest::new);
    collecting(() -> loadBalancerZones(plan));
    if (plan.cluster() instanceof NewCluster cluster) {
      collecting(() -> vpcZones(cluster.network()));
      cluster.network().instances().stream()
          .map(i -> new TypeInZone(i.instanceType(), i.zone()))
          .distinct()
          .forEach(wanted -> collecting(() -> instanceType(wanted)));
    }
    collecting(() -> client.call(CheckProductOpenRequest::new));
    if (!problems.isEmpty()) {
      throw Failures.needsPerson(
          String.join("; ", problems), String.join(" ", new TreeSet<>(remedies)));
    }
    LOG.info(
        "account {} ({}) can create the plan's resources in {}",
        caller.getAccountId(),
        caller.getArn(),
        client.owner().region());
    return new Account(caller.getAccountId(), caller.getArn());
  }

  /** An error that a person must fix is one more problem; every other error is thrown. */
  private void collecting(Runnable check) {
    try {
      check.run();
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.PERMISSION) || e.is(ErrorKind.NOT_ACTIVATED)) {
        problems.add(e.getMessage());
        remedies.add(
            e.is(ErrorKind.PERMISSION)
                ? "Allow the action " + e.permission() + " in the RAM policy."
                : "Activate PrivateLink for this account in the Alibaba Cloud console.");
      } else {
        throw e;
      }
    }
  }

  private void vpcZones(NetworkPlan network) {
    List<String> known =
        client.call(DescribeZonesRequest::new).getZones().stream()
            .map(DescribeZonesResponse.Zone::getZoneId)
            .toList();
    Set<String> wanted = new TreeSet<>();
    network.vSwitches().stream().map(VSwitchPlan::zone).forEach(wanted::add);
    network.instances().stream().map(InstancePlan::zone).forEach(wanted::add);
    checkZones(wanted, known, "has no zone ");
  }

  private void loadBalancerZones(Plan plan) {
    List<String> known =
        client.nlb("DescribeZones", Map.of(), ZoneList.class).zones().stream()
            .map(ZoneList.Zone::zoneId)
            .toList();
    checkZones(
        new TreeSet<>(plan.loadBalancerZones()), known, "offers no network load balancer in ");
  }

  private void checkZones(Set<String> wanted, List<String> known, String lacks) {
    for (String zone : wanted) {
      if (!known.contains(zone)) {
        problems.add("region " + client.owner().region() + " " + lacks + zone);
        remedies.add("Use some of the zones " + String.join(", ", known) + ".");
      }
    }
  }

  private void instanceType(TypeInZone wanted) {
    List<AvailableZone> zones =
        client
            .call(
                () -> {
                  var request = new DescribeAvailableResourceRequest();
                  request.setDestinationResource("InstanceType");
                  request.setInstanceType(wanted.type());
                  request.setZoneId(wanted.zone());
                  request.setIoOptimized("optimized");
                  request.setInstanceChargeType("PostPaid");
                  request.setNetworkCategory("vpc");
                  return request;
                })
            .getAvailableZones();
    boolean offered =
        zones != null
            && zones.stream()
                .filter(z -> wanted.zone().equals(z.getZoneId()))
                .anyMatch(z -> offers(z, wanted.type()));
    if (!offered) {
      problems.add("instance type " + wanted.type() + " is not on sale in " + wanted.zone());
      remedies.add("Choose an instance type that is on sale in these zones and plan again.");
    }
  }

  private static boolean offers(AvailableZone zone, String type) {
    return zone.getAvailableResources() != null
        && zone.getAvailableResources().stream()
            .flatMap(r -> r.getSupportedResources().stream())
            .anyMatch(r -> type.equals(r.getValue()) && !"SoldOut".equals(r.getStatus()));
  }
}
