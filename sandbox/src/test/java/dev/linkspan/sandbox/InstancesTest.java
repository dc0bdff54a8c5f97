package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteInstanceRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeAvailableResourceRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeImagesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstanceAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse.Instance;
import com.aliyuncs.ecs.model.v20140526.ModifyInstanceAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.StartInstanceRequest;
import com.aliyuncs.ecs.model.v20140526.StopInstanceRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.vpc.model.v20160428.DeleteVSwitchRequest;
import dev.linkspan.sandbox.machines.Machine;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstancesTest {
  @TempDir Path folder;
  private TestCloud cloud;
  private TestNetwork network;
  private String vSwitch;
  private String group;

  @BeforeEach
  void start() throws ClientException {
    cloud = new TestCloud(folder);
    network = new TestNetwork(cloud);
    String vpc = network.vpc();
    vSwitch = network.vSwitch(vpc);
    group = network.securityGroup(vpc);
    network.keyPair("key");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void anInstanceRunsAndItsMachineIsBooted() throws ClientException {
    RunInstancesRequest request = network.instanceRequest(vSwitch, group);
    request.setInternetMaxBandwidthOut(5);
    RunInstancesRequest.Tag tag = new RunInstancesRequest.Tag();
    tag.setKey("owner");
    tag.setValue("演示");
    request.setTags(List.of(tag));
    String id = network.run(request);
    Instance view = network.instances().get(0);

    assertThat(view.getInstanceId()).isEqualTo(id);
    assertThat(view.getVpcAttributes().getPrivateIpAddress()).containsExactly("127.10.0.11");
    assertThat(view.getPublicIpAddress()).containsExactly("127.200.0.11");
    assertThat(view.getZoneId()).isEqualTo("ap-southeast-1a");
    assertThat(view.getTags().get(0).getTagValue()).isEqualTo("演示");
    await().until(() -> cloud.machines.up.containsKey(id));
    Machine machine = cloud.machines.up.get(id);
    assertThat(machine.privateAddress()).isEqualTo("127.10.0.11");
    assertThat(machine.publicAddress()).contains("127.200.0.11");
    assertThat(machine.sshPort()).isEqualTo(2222);
    assertThat(machine.names()).contains("演示");
    assertThat(machine.authorizedKeys()).containsExactly(TestNetwork.PUBLIC_KEY);
  }

  @Test
  void instancesAreFoundByAddress() throws ClientException {
    RunInstancesRequest first = network.instanceRequest(vSwitch, group);
    first.setInternetMaxBandwidthOut(5);
    String id = cloud.call(first).getInstanceIdSets().get(0);
    cloud.call(network.instanceRequest(vSwitch, group));
    DescribeInstancesRequest all = new DescribeInstancesRequest();
    Instance wanted =
        cloud.call(all).getInstances().stream()
            .filter(instance -> instance.getInstanceId().equals(id))
            .findFirst()
            .orElseThrow();

    DescribeInstancesRequest byPrivate = new DescribeInstancesRequest();
    byPrivate.setPrivateIpAddresses(
        "[\"%s\"]".formatted(wanted.getVpcAttributes().getPrivateIpAddress().get(0)));
    DescribeInstancesRequest byPublic = new DescribeInstancesRequest();
    byPublic.setPublicIpAddresses("[\"%s\"]".formatted(wanted.getPublicIpAddress().get(0)));
    DescribeInstancesRequest byNone = new DescribeInstancesRequest();
    byNone.setPrivateIpAddresses("[\"127.77.255.77\"]");

    assertThat(cloud.call(byPrivate).getInstances())
        .extracting(Instance::getInstanceId)
        .containsExactly(id);
    assertThat(cloud.call(byPublic).getInstances())
        .extracting(Instance::getInstanceId)
        .containsExactly(id);
    assertThat(cloud.call(byNone).getInstances()).isEmpty();
  }

  @Test
  void withoutBandwidthThereIsNoPublicAddress() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));

    assertThat(network.instances().get(0).getPublicIpAddress()).isEmpty();
    await().until(() -> cloud.machines.up.containsKey(id));
    assertThat(cloud.machines.up.get(id).publicAddress()).isEqualTo(Optional.empty());
  }

  @Test
  void oneTokenCreatesOneInstanceEvenIfTheReplyIsLost() throws ClientException {
    RunInstancesRequest request = network.instanceRequest(vSwitch, group);
    request.setClientToken("one");
    cloud.control("POST", "faults", "{\"action\":\"RunInstances\",\"effect\":\"reply-lost\"}");
    assertThat(codeOf(request)).isEqualTo("SDK.ServerUnreachable");
    RunInstancesRequest again = network.instanceRequest(vSwitch, group);
    again.setClientToken("one");

    String id = network.run(again);

    assertThat(network.instances()).extracting(Instance::getInstanceId).containsExactly(id);
  }

  @Test
  void wrongRequestsAreRefusedWithTheCloudsCodes() {
    assertThat(refusalOf(r -> r.setVSwitchId("vsw-none"))).isEqualTo("InvalidVSwitchId.NotFound");
    assertThat(refusalOf(r -> r.setSecurityGroupId("sg-none")))
        .isEqualTo("InvalidSecurityGroupId.NotFound");
    assertThat(refusalOf(r -> r.setKeyPairName("none"))).isEqualTo("InvalidKeyPairName.NotFound");
    assertThat(refusalOf(r -> r.setImageId("none")))
        .isEqualTo("UnexpectedImageFamily.ImageIdSupplied");
    assertThat(refusalOf(r -> r.setImageFamily("acs:none")))
        .isEqualTo("InvalidImageFamily.MissingAvailableImage");
    assertThat(refusalOf(r -> r.setInstanceType("ecs.none")))
        .isEqualTo("InvalidInstanceType.ValueNotSupported");
    assertThat(refusalOf(r -> r.setInstanceType("ecs.t5-lc2m1.nano")))
        .isEqualTo("OperationDenied.NoStock");
    assertThat(refusalOf(r -> r.setSystemDiskCategory("cloud_essd")))
        .isEqualTo("InvalidInstanceType.NotSupportDiskCategory");
  }

  @Test
  void anInstanceStopsAndStartsWithItsMachine() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));
    await().until(() -> cloud.machines.up.containsKey(id));
    StopInstanceRequest stop = new StopInstanceRequest();
    stop.setInstanceId(id);
    cloud.call(stop);
    await().until(() -> network.statusesOf(id).equals(List.of("Stopped")));

    assertThat(cloud.machines.up).isEmpty();
    assertThat(codeOf(stop)).isEqualTo("IncorrectInstanceStatus");
    StartInstanceRequest start = new StartInstanceRequest();
    start.setInstanceId(id);
    cloud.call(start);
    await().until(() -> cloud.machines.up.containsKey(id));
    assertThat(network.statusesOf(id)).containsExactly("Running");
  }

  @Test
  void theControlApiSwitchesAnInstanceOff() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));
    cloud.control("POST", "instances/" + id + "/stop", "");
    await().until(() -> network.statusesOf(id).equals(List.of("Stopped")));
    cloud.control("POST", "instances/" + id + "/start", "");
    await().until(() -> cloud.machines.up.containsKey(id));

    assertThat(cloud.control("POST", "instances/i-none/stop", "").statusCode()).isEqualTo(404);
  }

  @Test
  void machinesBootAgainAfterARestart() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));
    cloud.close();
    cloud = new TestCloud(folder);

    await().until(() -> cloud.machines.up.containsKey(id));
  }

  @Test
  void anInstanceThatWasBeingDeletedIsGoneAfterARestart() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));
    cloud.machines.refuseToRelease = true;
    cloud.call(deletion(id, true));
    await().until(() -> cloud.machines.events.contains("refused " + id));
    cloud.close();
    cloud = new TestCloud(folder);
    network = new TestNetwork(cloud);

    await().until(() -> network.instances().isEmpty());
    assertThat(cloud.machines.events).contains("release " + id);
  }

  @Test
  void userDataCanBeLong() throws ClientException {
    RunInstancesRequest request = network.instanceRequest(vSwitch, group);
    request.setUserData(Base64.getEncoder().encodeToString(new byte[32 * 1024]));
    cloud.call(request);
    request = network.instanceRequest(vSwitch, group);
    request.setUserData(Base64.getEncoder().encodeToString(new byte[32 * 1024 + 1]));

    assertThat(codeOf(request)).isEqualTo("InvalidUserData.SizeExceeded");
  }

  @Test
  void aRunningInstanceIsDeletedOnlyByForceAndLeavesNothing() throws ClientException {
    String id = network.run(network.instanceRequest(vSwitch, group));
    assertThat(codeOf(deletion(id, false))).isEqualTo("IncorrectInstanceStatus");
    DeleteVSwitchRequest deleteVSwitch = new DeleteVSwitchRequest();
    deleteVSwitch.setVSwitchId(vSwitch);
    assertThat(codeOf(deleteVSwitch)).isEqualTo("DependencyViolation");
    cloud.call(deletion(id, true));
    await().until(() -> network.instances().isEmpty());

    assertThat(cloud.machines.events).contains("release " + id);
    assertThat(codeOf(deletion(id, true))).isEqualTo("InvalidInstanceId.NotFound");
    DeleteInstancesRequest some = new DeleteInstancesRequest();
    some.setInstanceIds(List.of(id));
    assertThat(codeOf(some)).isEqualTo("InvalidInstanceIds.NotFound");
    cloud.call(deleteVSwitch);
  }

  @Test
  void deletionProtectionHoldsUntilItIsRemoved() throws ClientException {
    RunInstancesRequest request = network.instanceRequest(vSwitch, group);
    request.setDeletionProtection(true);
    String id = network.run(request);
    assertThat(codeOf(deletion(id, true))).isEqualTo("InvalidOperation.DeletionProtection");
    ModifyInstanceAttributeRequest modify = new ModifyInstanceAttributeRequest();
    modify.setInstanceId(id);
    modify.setDeletionProtection(false);
    modify.setInstanceName("renamed");
    cloud.call(modify);
    DescribeInstanceAttributeRequest attribute = new DescribeInstanceAttributeRequest();
    attribute.setInstanceId(id);

    assertThat(cloud.call(attribute).getInstanceName()).isEqualTo("renamed");
    cloud.call(deletion(id, true));
  }

  @Test
  void unknownInstancesAreLeftOutOfLists() throws ClientException {
    network.run(network.instanceRequest(vSwitch, group));
    DescribeInstancesRequest request = new DescribeInstancesRequest();
    request.setInstanceIds("[\"i-none\"]");

    assertThat(cloud.call(request).getInstances()).isEmpty();
  }

  @Test
  void imagesAndStockAreListed() throws ClientException {
    DescribeImagesRequest images = new DescribeImagesRequest();
    images.setImageFamily("acs:alibaba_cloud_linux_3_2104_lts_x64");
    images.setImageOwnerAlias("system");
    assertThat(cloud.call(images).getImages()).hasSize(2);
    DescribeAvailableResourceRequest stock = new DescribeAvailableResourceRequest();
    stock.setDestinationResource("InstanceType");
    stock.setInstanceType("ecs.t5-lc1m2.small");

    assertThat(cloud.call(stock).getAvailableZones())
        .hasSize(3)
        .allSatisfy(
            zone ->
                assertThat(
                        zone.getAvailableResources()
                            .get(0)
                            .getSupportedResources()
                            .get(0)
                            .getStatus())
                    .isEqualTo("Available"));
  }

  @Test
  void stockIsFilteredByTheCategoryOfTheDisk() throws ClientException {
    DescribeAvailableResourceRequest stock = new DescribeAvailableResourceRequest();
    stock.setInstanceType("ecs.t5-lc1m2.small");
    for (String destination : List.of("InstanceType", "Zone")) {
      stock.setDestinationResource(destination);
      stock.setSystemDiskCategory("cloud_essd");
      assertThat(cloud.call(stock).getAvailableZones()).isEmpty();
      stock.setSystemDiskCategory("cloud_ssd");
      assertThat(cloud.call(stock).getAvailableZones()).hasSize(3);
    }
  }

  private String refusalOf(java.util.function.Consumer<RunInstancesRequest> change) {
    RunInstancesRequest request = network.instanceRequest(vSwitch, group);
    change.accept(request);
    return codeOf(request);
  }

  private static DeleteInstanceRequest deletion(String id, boolean force) {
    DeleteInstanceRequest request = new DeleteInstanceRequest();
    request.setInstanceId(id);
    request.setForce(force);
    return request;
  }

  private String codeOf(AcsRequest<?> request) {
    return catchThrowableOfType(ClientException.class, () -> cloud.call(request)).getErrCode();
  }
}
