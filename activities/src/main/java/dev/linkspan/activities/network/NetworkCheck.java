package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeImagesRequest;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityRequest;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityResponse;
import com.aliyuncs.vpc.model.v20160428.CreateVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse.Vpc;
import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.network.NetworkPreflight.Problem;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.spec.Cidr;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a worker can find out about Alibaba Cloud before anything is created, line by line. */
final class NetworkCheck {
  private static final int LARGEST_PAGE = 50;

  /**
   * VPCs in a region, unless the account has a higher quota. Source: Alibaba Cloud, VPC, <i>Limits
   * and quotas</i> ({@code vpc_quota_vpc_numbers}).
   */
  private static final int USUAL_VPC_QUOTA = 10;

  private static final String DRY_RUN_PASSED = "DryRunOperation";
  private static final String STOCK = "Instance types and disks";
  private static final String ACTIONS = "RAM actions";

  private final OwnerClient client;
  private final NetworkPreflight preflight;
  private final Supplier<String> publicKey;
  private final List<PreflightCheck> checks = new ArrayList<>();

  /**
   * @param publicKey the public half of the owner's key, if Alibaba Cloud can import it
   */
  NetworkCheck(OwnerClient client, Supplier<String> publicKey) {
    this.client = client;
    this.preflight = new NetworkPreflight(client);
    this.publicKey = publicKey;
  }

  List<PreflightCheck> checks(List<String> loadBalancerZones, Optional<NetworkPlan> network) {
    GetCallerIdentityResponse caller = client.call(GetCallerIdentityRequest::new);
    checks.add(
        PreflightCheck.pass(
            "Alibaba Cloud account", caller.getAccountId() + ", " + caller.getArn()));
    add(
        "Zones of the load balancer",
        String.join(", ", loadBalancerZones),
        () -> preflight.loadBalancerZones(loadBalancerZones));
    add("PrivateLink", "activated", preflight::privateLink);
    network.ifPresent(this::network);
    checks.add(
        PreflightCheck.unknown(
            ACTIONS + " without a dry run",
            "for most actions, Alibaba Cloud decides only when they are used on resources that"
                + " exist",
            "Compare the RAM policy with the one in docs/real-clouds.md."));
    checks.add(
        PreflightCheck.unknown(
            "Other quotas",
            "not read: they are in Quota Center, an API of its own",
            "See the quotas of VPC, ECS, NLB and PrivateLink in Quota Center."));
    return List.copyOf(checks);
  }

  private void network(NetworkPlan network) {
    add("Zones of the vSwitches", "in the region", () -> preflight.vpcZones(network));
    add(STOCK, stock(network), () -> preflight.instanceTypes(network));
    network.instances().stream()
        .map(InstancePlan::imageFamily)
        .distinct()
        .forEach(family -> reading("Image", () -> image(family)));
    reading("VPCs", () -> vpcs(network));
    reading(ACTIONS, () -> createVpc(network));
    sshKey();
  }

  /** A check of the preflight that a setup makes too. */
  private void add(String what, String found, Runnable check) {
    check.run();
    List<Problem> problems = preflight.takeProblems();
    if (problems.isEmpty()) {
      checks.add(PreflightCheck.pass(what, found));
    }
    problems.forEach(p -> checks.add(PreflightCheck.fail(what, p.problem(), p.remedy())));
  }

  /** A read that is refused is a failed check, and every other one goes on. */
  private void reading(String what, Runnable read) {
    try {
      read.run();
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.PERMISSION)) {
        throw e;
      }
      checks.add(
          PreflightCheck.fail(
              what,
              String.valueOf(e.getMessage()),
              "Allow the action " + e.permission() + " in the RAM policy."));
    }
  }

  private static String stock(NetworkPlan network) {
    return network.instances().stream()
            .map(instance -> instance.instanceType() + " with " + instance.diskCategory())
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "))
        + ": on sale in every zone";
  }

  private void image(String family) {
    DescribeImagesRequest request = new DescribeImagesRequest();
    request.setImageFamily(family);
    boolean found = !client.call(() -> request).getImages().isEmpty();
    checks.add(
        found
            ? PreflightCheck.pass("Image", family)
            : PreflightCheck.fail(
                "Image",
                "the region has no image of the family " + family,
                "Set network.imageFamily to a family that it has."));
  }

  private void vpcs(NetworkPlan network) {
    DescribeVpcsResponse response =
        client.call(
            () -> {
              DescribeVpcsRequest request = new DescribeVpcsRequest();
              request.setPageSize(LARGEST_PAGE);
              return request;
            });
    Cidr planned = Cidr.of(network.vpcCidr());
    String overlapping =
        response.getVpcs().stream()
            .filter(vpc -> !isOfThisSetup(vpc))
            .filter(vpc -> Cidr.of(vpc.getCidrBlock()).overlaps(planned))
            .map(vpc -> vpc.getVpcId() + " (" + vpc.getCidrBlock() + ")")
            .collect(Collectors.joining(", "));
    checks.add(
        overlapping.isEmpty()
            ? PreflightCheck.pass("CIDR block of the VPC", planned + ": no other VPC overlaps")
            : PreflightCheck.warn(
                "CIDR block of the VPC",
                planned + " overlaps with " + overlapping,
                "Choose another network.vpcCidr if the two VPCs may ever be connected."));
    int count = response.getTotalCount();
    checks.add(
        count < USUAL_VPC_QUOTA
            ? PreflightCheck.pass("Quota of VPCs", count + " of usually " + USUAL_VPC_QUOTA)
            : PreflightCheck.warn(
                "Quota of VPCs",
                count + " exist, and the usual quota of a region is " + USUAL_VPC_QUOTA,
                "Request a higher quota in Quota Center, unless the account has one."));
  }

  /** The setup of the spec can stand already. */
  private boolean isOfThisSetup(Vpc vpc) {
    return vpc.getTags() != null
        && Tags.isOf(client.owner(), vpc.getTags(), Vpc.Tag::getKey, Vpc.Tag::getValue);
  }

  private void createVpc(NetworkPlan network) {
    CreateVpcRequest request = new CreateVpcRequest();
    request.setCidrBlock(network.vpcCidr());
    request.setDryRun(true);
    try {
      client.once(request);
      checks.add(PreflightCheck.unknown(ACTIONS, "vpc:CreateVpc ignored the dry run", ""));
    } catch (AlibabaCloudException e) {
      if (!e.code().equals(DRY_RUN_PASSED)) {
        throw e;
      }
      checks.add(PreflightCheck.pass(ACTIONS, "vpc:CreateVpc is allowed, as a dry run says"));
    }
  }

  private void sshKey() {
    try {
      String type = publicKey.get().split(" ", 2)[0];
      checks.add(PreflightCheck.pass("SSH key", type + ", which Alibaba Cloud imports"));
    } catch (ApplicationFailure unusable) {
      checks.add(
          PreflightCheck.fail("SSH key", Failures.problem(unusable), Failures.remedy(unusable)));
    }
  }
}
