package dev.linkspan.sandbox;

import static org.awaitility.Awaitility.await;

import com.aliyuncs.ecs.model.v20140526.CreateSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceStatusRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceStatusResponse;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse;
import com.aliyuncs.ecs.model.v20140526.ImportKeyPairRequest;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.vpc.model.v20160428.CreateVSwitchRequest;
import com.aliyuncs.vpc.model.v20160428.CreateVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVSwitchAttributesRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcAttributeRequest;
import java.util.Base64;
import java.util.List;

/** Creates resources that others depend on, and waits until they are ready. */
final class TestNetwork {
  /** The shortest text that counts as a key: only its type is checked. */
  static final String PUBLIC_KEY =
      "ssh-rsa "
          + Base64.getEncoder()
              .encodeToString(
                  "\0\0\0\7ssh-rsa\0\0\0\3\1\0\1"
                      .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
          + " someone@example";

  private final TestCloud cloud;

  TestNetwork(TestCloud cloud) {
    this.cloud = cloud;
  }

  String vpc() throws ClientException {
    CreateVpcRequest request = new CreateVpcRequest();
    request.setVpcName("net");
    request.setCidrBlock("127.10.0.0/16");
    String id = cloud.call(request).getVpcId();
    await().until(() -> vpcStatus(id).equals("Available"));
    return id;
  }

  String vpcStatus(String id) throws ClientException {
    DescribeVpcAttributeRequest request = new DescribeVpcAttributeRequest();
    request.setVpcId(id);
    return cloud.call(request).getStatus();
  }

  CreateVSwitchRequest vSwitchRequest(String vpcId, String zone, String cidr) {
    CreateVSwitchRequest request = new CreateVSwitchRequest();
    request.setVpcId(vpcId);
    request.setZoneId(zone);
    request.setCidrBlock(cidr);
    return request;
  }

  String vSwitch(String vpcId) throws ClientException {
    String id =
        cloud.call(vSwitchRequest(vpcId, "ap-southeast-1a", "127.10.0.0/18")).getVSwitchId();
    await().until(() -> vSwitchStatus(id).equals("Available"));
    return id;
  }

  String vSwitchStatus(String id) throws ClientException {
    DescribeVSwitchAttributesRequest request = new DescribeVSwitchAttributesRequest();
    request.setVSwitchId(id);
    return cloud.call(request).getStatus();
  }

  void keyPair(String name) throws ClientException {
    ImportKeyPairRequest request = new ImportKeyPairRequest();
    request.setKeyPairName(name);
    request.setPublicKeyBody(PUBLIC_KEY);
    cloud.call(request);
  }

  String securityGroup(String vpcId) throws ClientException {
    CreateSecurityGroupRequest request = new CreateSecurityGroupRequest();
    request.setVpcId(vpcId);
    request.setSecurityGroupName("group");
    return cloud.call(request).getSecurityGroupId();
  }

  RunInstancesRequest instanceRequest(String vSwitchId, String groupId) {
    RunInstancesRequest request = new RunInstancesRequest();
    request.setImageFamily("acs:alibaba_cloud_linux_3_2104_lts_x64");
    request.setInstanceType("ecs.t5-lc1m2.small");
    request.setInstanceName("node");
    request.setVSwitchId(vSwitchId);
    request.setSecurityGroupId(groupId);
    request.setKeyPairName("key");
    return request;
  }

  String run(RunInstancesRequest request) throws ClientException {
    String id = cloud.call(request).getInstanceIdSets().get(0);
    await().until(() -> statusesOf(id).equals(List.of("Running")));
    return id;
  }

  List<String> statusesOf(String instanceId) throws ClientException {
    DescribeInstanceStatusRequest request = new DescribeInstanceStatusRequest();
    request.setInstanceIds(List.of(instanceId));
    return cloud.call(request).getInstanceStatuses().stream()
        .map(DescribeInstanceStatusResponse.InstanceStatus::getStatus)
        .toList();
  }

  List<DescribeInstancesResponse.Instance> instances() throws ClientException {
    return cloud.call(new DescribeInstancesRequest()).getInstances();
  }
}
