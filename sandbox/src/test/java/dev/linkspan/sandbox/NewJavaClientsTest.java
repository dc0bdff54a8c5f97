package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aliyun.ecs20140526.models.AuthorizeSecurityGroupRequest;
import com.aliyun.ecs20140526.models.AuthorizeSecurityGroupRequest.AuthorizeSecurityGroupRequestPermissions;
import com.aliyun.ecs20140526.models.CreateKeyPairRequest;
import com.aliyun.ecs20140526.models.CreateSecurityGroupRequest;
import com.aliyun.ecs20140526.models.DeleteInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesRequest;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody.DescribeInstancesResponseBodyInstancesInstance;
import com.aliyun.ecs20140526.models.DescribeSecurityGroupAttributeRequest;
import com.aliyun.ecs20140526.models.RunInstancesRequest;
import com.aliyun.ecs20140526.models.RunInstancesRequest.RunInstancesRequestTag;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.vpc20160428.models.CreateVSwitchRequest;
import com.aliyun.vpc20160428.models.CreateVpcRequest;
import com.aliyun.vpc20160428.models.DeleteVSwitchRequest;
import com.aliyun.vpc20160428.models.DeleteVpcRequest;
import com.aliyun.vpc20160428.models.DescribeVSwitchAttributesRequest;
import com.aliyun.vpc20160428.models.DescribeVSwitchesRequest;
import com.aliyun.vpc20160428.models.DescribeVpcAttributeRequest;
import com.aliyun.vpc20160428.models.ListTagResourcesRequest;
import com.aliyun.vpc20160428.models.ListTagResourcesRequest.ListTagResourcesRequestTag;
import com.aliyun.vpc20160428.models.TagResourcesRequest;
import com.aliyun.vpc20160428.models.TagResourcesRequest.TagResourcesRequestTag;
import dev.linkspan.sandbox.api.Regions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The newest official Java SDKs for STS, VPC, and ECS, unmodified: their requests are accepted, and
 * their response classes read what the sandbox answers. {@link LoadBalancersTest} does the same for
 * NLB; PrivateLink has no such SDK for Java.
 */
@ResourceLock(LinkedCloud.ADDRESSES)
class NewJavaClientsTest {
  private static final String REGION = LinkedCloud.REGION;

  @TempDir Path folder;
  private LinkedCloud cloud;
  private com.aliyun.vpc20160428.Client vpc;
  private com.aliyun.ecs20140526.Client ecs;

  @BeforeEach
  void open() throws Exception {
    cloud = new LinkedCloud(folder);
    vpc = new com.aliyun.vpc20160428.Client(config());
    ecs = new com.aliyun.ecs20140526.Client(config());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Config config() {
    return SdkClients.newer(cloud.endpoint(), REGION, LinkedCloud.KEY, LinkedCloud.SECRET);
  }

  @Test
  void theCallerIsTheAccountOfTheKey() throws Exception {
    var caller = new com.aliyun.sts20150401.Client(config()).getCallerIdentity().getBody();
    assertThat(caller.getAccountId()).isEqualTo(Regions.OWN_ACCOUNT);
    assertThat(caller.getArn()).startsWith("acs:ram::" + Regions.OWN_ACCOUNT);
  }

  @Test
  void networkAndInstancesAreMadeListedByPagesAndDeleted() throws Exception {
    String network = network();
    List<String> switches = new ArrayList<>();
    for (String zone : Regions.zonesOf(REGION)) {
      switches.add(vSwitch(network, zone, switches.size()));
    }
    var page =
        vpc.describeVSwitches(
                new DescribeVSwitchesRequest()
                    .setRegionId(REGION)
                    .setVpcId(network)
                    .setPageSize(2)
                    .setPageNumber(2))
            .getBody();
    assertThat(page.getTotalCount()).isEqualTo(3);
    assertThat(page.getVSwitches().getVSwitch()).hasSize(1);

    String group = securityGroup(network);
    Set<String> made = new HashSet<>();
    for (int i = 0; i < switches.size(); i++) {
      made.add(instance(i, switches.get(i), group));
    }
    await().until(() -> instances(network).stream().allMatch(one -> is("Running", one)));
    assertThat(instances(network))
        .extracting(DescribeInstancesResponseBodyInstancesInstance::getInstanceId)
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(instances(network))
        .allSatisfy(one -> assertThat(one.getTags().getTag()).hasSize(1))
        .allSatisfy(
            one -> assertThat(one.getSecurityGroupIds().getSecurityGroupId()).contains(group));

    ecs.deleteInstances(
        new DeleteInstancesRequest()
            .setRegionId(REGION)
            .setForce(true)
            .setInstanceId(List.copyOf(made)));
    await().until(() -> instances(network).isEmpty());
    NlbClient.refused(
        "DependencyViolation.VSwitch",
        () -> vpc.deleteVpc(new DeleteVpcRequest().setRegionId(REGION).setVpcId(network)));
    for (String one : switches) {
      vpc.deleteVSwitch(new DeleteVSwitchRequest().setRegionId(REGION).setVSwitchId(one));
      await().until(() -> cloud.cloud.store().find("vswitch", one).isEmpty());
    }
  }

  private static boolean is(String status, DescribeInstancesResponseBodyInstancesInstance one) {
    return one.getStatus().equals(status);
  }

  private String network() throws Exception {
    String id =
        vpc.createVpc(
                new CreateVpcRequest()
                    .setRegionId(REGION)
                    .setCidrBlock("127.91.0.0/16")
                    .setVpcName("walk"))
            .getBody()
            .getVpcId();
    await()
        .until(
            () ->
                vpc.describeVpcAttribute(
                        new DescribeVpcAttributeRequest().setRegionId(REGION).setVpcId(id))
                    .getBody()
                    .getStatus()
                    .equals("Available"));
    NlbClient.refused(
        "InvalidVpcId.NotFound",
        () ->
            vpc.describeVpcAttribute(
                new DescribeVpcAttributeRequest().setRegionId(REGION).setVpcId("vpc-none")));
    vpc.tagResources(
        new TagResourcesRequest()
            .setRegionId(REGION)
            .setResourceType("VPC")
            .setResourceId(List.of(id))
            .setTag(List.of(new TagResourcesRequestTag().setKey("by").setValue("java"))));
    assertThat(tagged("java")).containsExactly(id);
    assertThat(tagged("python")).isEmpty();
    return id;
  }

  private List<String> tagged(String by) throws Exception {
    return vpc
        .listTagResources(
            new ListTagResourcesRequest()
                .setRegionId(REGION)
                .setResourceType("VPC")
                .setTag(List.of(new ListTagResourcesRequestTag().setKey("by").setValue(by))))
        .getBody()
        .getTagResources()
        .getTagResource()
        .stream()
        .map(one -> one.getResourceId())
        .toList();
  }

  private String vSwitch(String network, String zone, int number) throws Exception {
    String id =
        vpc.createVSwitch(
                new CreateVSwitchRequest()
                    .setRegionId(REGION)
                    .setVpcId(network)
                    .setZoneId(zone)
                    .setCidrBlock("127.91." + number + ".0/24"))
            .getBody()
            .getVSwitchId();
    await()
        .until(
            () ->
                vpc.describeVSwitchAttributes(
                        new DescribeVSwitchAttributesRequest().setRegionId(REGION).setVSwitchId(id))
                    .getBody()
                    .getStatus()
                    .equals("Available"));
    return id;
  }

  private String securityGroup(String network) throws Exception {
    String id =
        ecs.createSecurityGroup(
                new CreateSecurityGroupRequest().setRegionId(REGION).setVpcId(network))
            .getBody()
            .getSecurityGroupId();
    ecs.authorizeSecurityGroup(
        new AuthorizeSecurityGroupRequest()
            .setRegionId(REGION)
            .setSecurityGroupId(id)
            .setPermissions(
                List.of(
                    new AuthorizeSecurityGroupRequestPermissions()
                        .setIpProtocol("TCP")
                        .setPortRange("9092/9095")
                        .setSourceCidrIp("127.0.0.0/8"))));
    var rules =
        ecs.describeSecurityGroupAttribute(
                new DescribeSecurityGroupAttributeRequest()
                    .setRegionId(REGION)
                    .setSecurityGroupId(id))
            .getBody()
            .getPermissions()
            .getPermission();
    assertThat(rules)
        .singleElement()
        .satisfies(rule -> assertThat(rule.getPortRange()).isEqualTo("9092/9095"));
    return id;
  }

  private String instance(int number, String vSwitch, String group) throws Exception {
    if (number == 0) {
      ecs.createKeyPair(new CreateKeyPairRequest().setRegionId(REGION).setKeyPairName("walk"));
    }
    return ecs.runInstances(
            new RunInstancesRequest()
                .setRegionId(REGION)
                .setInstanceType("ecs.g6.large")
                .setImageFamily("acs:alibaba_cloud_linux_3_2104_lts_x64")
                .setVSwitchId(vSwitch)
                .setSecurityGroupId(group)
                .setKeyPairName("walk")
                .setInstanceName("walk-" + number)
                .setTag(List.of(new RunInstancesRequestTag().setKey("by").setValue("java"))))
        .getBody()
        .getInstanceIdSets()
        .getInstanceIdSet()
        .get(0);
  }

  /** All instances of the network. */
  private List<DescribeInstancesResponseBodyInstancesInstance> instances(String network)
      throws Exception {
    List<DescribeInstancesResponseBodyInstancesInstance> all = new ArrayList<>();
    DescribeInstancesRequest request =
        new DescribeInstancesRequest().setRegionId(REGION).setVpcId(network).setMaxResults(10);
    while (true) {
      var body = ecs.describeInstances(request).getBody();
      all.addAll(body.getInstances().getInstance());
      if (body.getNextToken() == null || body.getNextToken().isEmpty()) {
        return all;
      }
      request.setNextToken(body.getNextToken());
    }
  }
}
