package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceResponse.AvailableZone;
import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceResponse.AvailableZone.AvailableResource.SupportedResource;
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds everything that would stop the setup later, and reports all of it at once. */
final class NetworkPreflight {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkPreflight.class);

  record ZoneList(List<Zone> zones) {
    record Zone(String zoneId) {}
  }

  private final OwnerClient client;
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** Zones that exist, as far as other checks have shown. */
  private final Set<String> existingZones = new HashSet<>();

  /**
   * @param remedy what a person does about it
   */
  record Problem(String problem, String remedy) {}

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
    loadBalancerZones(plan.loadBalancerZones());
    if (plan.cluster() instanceof NewCluster cluster) {
      vpcZones(cluster.network());
      instanceTypes(cluster.network());
    }
    privateLink();
    if (!problems.isEmpty()) {
      throw Failures.needsPerson(
          problems.stream().map(Problem::problem).collect(Collectors.joining("; ")),
          problems.stream()
              .map(Problem::remedy)
              .distinct()
              .sorted()
              .collect(Collectors.joining(" ")));
    }
    LOG.info(
        "account {} ({}) can create the plan's resources in {}",
        caller.getAccountId(),
        caller.getArn(),
        client.owner().region());
    return new Account(caller.getAccountId(), caller.getArn());
  }

  /** What was found since the last call of this. */
  List<Problem> takeProblems() {
    List<Problem> found = List.copyOf(problems);
    problems.clear();
    return found;
  }

  /** Whether the account has activated PrivateLink. */
  void privateLink() {
    collecting(() -> client.call(CheckProductOpenRequest::new));
  }

  /** Whether the types of the instances, and their disks, are on sale in their zones. */
  void instanceTypes(NetworkPlan network) {
    Map<String, List<InstancePlan>> byType = new TreeMap<>();
    for (InstancePlan instance : network.instances()) {
      byType.computeIfAbsent(instance.instanceType(), t -> new ArrayList<>()).add(instance);
    }
    byType.forEach((type, instances) -> collecting(() -> stock(type, instances)));
  }

  /** An error that a person must fix is one more problem; every other error is thrown. */
  private void collecting(Runnable check) {
    try {
      check.run();
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.PERMISSION) || e.is(ErrorKind.NOT_ACTIVATED)) {
        problem(
            String.valueOf(e.getMessage()),
            e.is(ErrorKind.PERMISSION)
                ? "Allow the action " + e.permission() + " in the RAM policy."
                : "Activate PrivateLink for this account in the Alibaba Cloud console.");
      } else {
        throw e;
      }
    }
  }

  /**
   * Whether the region has the zones of the vSwitches and instances. Asks only about zones that the
   * load balancer's zones do not show to exist.
   */
  void vpcZones(NetworkPlan network) {
    collecting(() -> checkVpcZones(network));
  }

  private void checkVpcZones(NetworkPlan network) {
    Set<String> wanted = new TreeSet<>();
    network.vSwitches().stream().map(VSwitchPlan::zone).forEach(wanted::add);
    network.instances().stream().map(InstancePlan::zone).forEach(wanted::add);
    if (existingZones.containsAll(wanted)) {
      return;
    }
    List<String> known =
        client.call(DescribeZonesRequest::new).getZones().stream()
            .map(DescribeZonesResponse.Zone::getZoneId)
            .toList();
    checkZones(wanted, known, "has no zone ");
  }

  /** Whether the load balancer can be in its zones. */
  void loadBalancerZones(List<String> zones) {
    collecting(() -> checkLoadBalancerZones(zones));
  }

  private void checkLoadBalancerZones(List<String> zones) {
    List<String> known =
        client.nlb("DescribeZones", Map.of(), ZoneList.class).zones().stream()
            .map(ZoneList.Zone::zoneId)
            .toList();
    existingZones.addAll(known);
    checkZones(new TreeSet<>(zones), known, "offers no network load balancer in ");
  }

  private void checkZones(Set<String> wanted, List<String> known, String lacks) {
    for (String zone : wanted) {
      if (!known.contains(zone)) {
        problem(
            "region " + client.owner().region() + " " + lacks + zone,
            "Use some of the zones " + String.join(", ", known) + ".");
      }
    }
  }

  /** One question for all zones: is the type on sale, and which disks go with it. */
  private void stock(String type, List<InstancePlan> instances) {
    Stock types = available("InstanceType", type);
    Map<String, Set<String>> disks = new TreeMap<>();
    for (InstancePlan instance : instances) {
      if (types.in(instance.zone()).contains(type)) {
        disks.computeIfAbsent(instance.diskCategory(), d -> new TreeSet<>()).add(instance.zone());
      } else {
        problem(
            "instance type " + type + " is not on sale in " + instance.zone(),
            "Choose an instance type that is on sale in these zones and plan again.");
      }
    }
    if (!disks.isEmpty()) {
      Stock offered = available("SystemDisk", type);
      disks.forEach((category, zones) -> zones.forEach(z -> disk(type, category, z, offered)));
    }
  }

  private void disk(String type, String category, String zone, Stock offered) {
    List<String> categories = offered.in(zone);
    if (!categories.contains(category)) {
      problem(
          "%s has no system disk of the category %s in %s".formatted(type, category, zone),
          categories.isEmpty()
              ? "Choose another instance type or zone and plan again."
              : "Set diskCategory to one of %s and plan again."
                  .formatted(String.join(", ", categories)));
    }
  }

  private void problem(String problem, String remedy) {
    problems.add(new Problem(problem, remedy));
  }

  private Stock available(String resource, String type) {
    List<AvailableZone> zones =
        client
            .call(
                () -> {
                  var request = new DescribeAvailableResourceRequest();
                  request.setDestinationResource(resource);
                  request.setResourceType("instance");
                  request.setInstanceType(type);
                  request.setIoOptimized("optimized");
                  request.setInstanceChargeType("PostPaid");
                  request.setNetworkCategory("vpc");
                  return request;
                })
            .getAvailableZones();
    return new Stock(zones == null ? List.of() : zones);
  }

  /** What a region has on sale. */
  private record Stock(List<AvailableZone> zones) {

    /** The values on sale in a zone. */
    List<String> in(String zone) {
      return zones.stream()
          .filter(z -> zone.equals(z.getZoneId()) && z.getAvailableResources() != null)
          .flatMap(z -> z.getAvailableResources().stream())
          .flatMap(r -> r.getSupportedResources().stream())
          .filter(r -> !"SoldOut".equals(r.getStatus()))
          .map(SupportedResource::getValue)
          .distinct()
          .toList();
    }
  }
}
