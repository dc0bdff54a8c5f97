package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.vpc.model.v20160428.CreateVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DeleteVSwitchRequest;
import com.aliyuncs.vpc.model.v20160428.DeleteVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVSwitchesRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse;
import com.aliyuncs.vpc.model.v20160428.DescribeZonesRequest;
import com.aliyuncs.vpc.model.v20160428.TagResourcesRequest;
import com.aliyuncs.vpc.model.v20160428.UnTagResourcesRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkTest {
  @TempDir Path folder;
  private TestCloud cloud;
  private TestNetwork network;

  @BeforeEach
  void start() {
    cloud = new TestCloud(folder);
    network = new TestNetwork(cloud);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aVSwitchWaitsForItsVpc() throws ClientException {
    slowDown();
    CreateVpcRequest request = new CreateVpcRequest();
    request.setCidrBlock("127.10.0.0/16");
    String vpc = cloud.call(request).getVpcId();

    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1a", "127.10.0.0/18")))
        .isEqualTo("IncorrectVpcStatus");
  }

  @Test
  void oneVSwitchIsCreatedAtATime() throws ClientException {
    String vpc = network.vpc();
    slowDown();
    cloud.call(network.vSwitchRequest(vpc, "ap-southeast-1a", "127.10.0.0/18"));

    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1b", "127.10.64.0/18")))
        .isEqualTo("OperationDenied.OtherSubnetCreating");
  }

  @Test
  void cidrBlocksAndZonesAreChecked() throws ClientException {
    String vpc = network.vpc();
    network.vSwitch(vpc);

    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1b", "127.10.32.0/20")))
        .isEqualTo("InvalidCidrBlock.Overlapped");
    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1b", "127.11.0.0/18")))
        .isEqualTo("InvalidCidrBlock.Malformed");
    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1b", "127.10.64.1/18")))
        .isEqualTo("InvalidCidrBlock.Malformed");
    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1b", "127.10.64.0/30")))
        .isEqualTo("InvalidCirdrBlock.MaskLength");
    assertThat(codeOf(network.vSwitchRequest(vpc, "ap-southeast-1z", "127.10.64.0/18")))
        .isEqualTo("InvalidZoneId.NotFound");
    assertThat(codeOf(network.vSwitchRequest("vpc-none", "ap-southeast-1a", "127.10.64.0/18")))
        .isEqualTo("InvalidVpcId.NotFound");
  }

  @Test
  void aVpcOutsideOfPrivateRangesIsRefused() {
    CreateVpcRequest request = new CreateVpcRequest();
    request.setCidrBlock("8.8.0.0/16");

    assertThat(codeOf(request)).isEqualTo("InvalidParameter");
  }

  @Test
  void tagsAreListedAddedAndRemoved() throws ClientException {
    String tagged = network.vpc();
    network.vpc();
    TagResourcesRequest tag = new TagResourcesRequest();
    tag.setResourceType("VPC");
    tag.setResourceIds(List.of(tagged));
    TagResourcesRequest.Tag owner = new TagResourcesRequest.Tag();
    owner.setKey("owner");
    owner.setValue("demo");
    tag.setTags(List.of(owner));
    cloud.call(tag);

    assertThat(vpcsOf("owner", "demo"))
        .singleElement()
        .satisfies(
            vpc -> {
              assertThat(vpc.getVpcId()).isEqualTo(tagged);
              assertThat(vpc.getTags().get(0).getValue()).isEqualTo("demo");
            });
    assertThat(vpcsOf("owner", "other")).isEmpty();
    UnTagResourcesRequest untag = new UnTagResourcesRequest();
    untag.setResourceType("VPC");
    untag.setResourceIds(List.of(tagged));
    untag.setTagKeys(List.of("owner"));
    cloud.call(untag);
    assertThat(vpcsOf("owner", "demo")).isEmpty();
  }

  @Test
  void listsComeInPages() throws ClientException {
    network.vpc();
    network.vpc();
    DescribeVpcsRequest request = new DescribeVpcsRequest();
    request.setPageSize(1);
    request.setPageNumber(2);
    DescribeVpcsResponse page = cloud.call(request);

    assertThat(page.getVpcs()).hasSize(1);
    assertThat(page.getTotalCount()).isEqualTo(2);
    DescribeVpcsRequest tooLarge = new DescribeVpcsRequest();
    tooLarge.setPageSize(51);
    assertThat(codeOf(tooLarge)).isEqualTo("InvalidParameter");
  }

  @Test
  void aVpcIsDeletedOnlyWhenItIsEmpty() throws ClientException {
    String vpc = network.vpc();
    String vSwitch = network.vSwitch(vpc);
    DeleteVpcRequest deleteVpc = new DeleteVpcRequest();
    deleteVpc.setVpcId(vpc);

    assertThat(codeOf(deleteVpc)).isEqualTo("DependencyViolation.VSwitch");
    DeleteVSwitchRequest deleteVSwitch = new DeleteVSwitchRequest();
    deleteVSwitch.setVSwitchId(vSwitch);
    cloud.call(deleteVSwitch);
    await().until(() -> cloud.call(new DescribeVSwitchesRequest()).getVSwitches().isEmpty());
    assertThat(codeOf(deleteVSwitch)).isEqualTo("InvalidVSwitchId.NotFound");
    DeleteVpcRequest again = new DeleteVpcRequest();
    again.setVpcId(vpc);
    cloud.call(again);
    await().until(() -> cloud.call(new DescribeVpcsRequest()).getVpcs().isEmpty());
    assertThat(codeOf(again)).isEqualTo("InvalidVpcId.NotFound");
  }

  @Test
  void zonesAreListed() throws ClientException {
    assertThat(cloud.call(new DescribeZonesRequest()).getZones())
        .extracting(zone -> zone.getZoneId())
        .containsExactly("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");
  }

  /** Continues with a cloud in which no change ends during the test. */
  private void slowDown() {
    cloud.close();
    cloud = new TestCloud(folder, 1000);
    network = new TestNetwork(cloud);
  }

  private List<DescribeVpcsResponse.Vpc> vpcsOf(String key, String value) throws ClientException {
    DescribeVpcsRequest request = new DescribeVpcsRequest();
    request.putQueryParameter("Tag.1.Key", key);
    request.putQueryParameter("Tag.1.Value", value);
    return cloud.call(request).getVpcs();
  }

  private String codeOf(AcsRequest<?> request) {
    return catchThrowableOfType(ClientException.class, () -> cloud.call(request)).getErrCode();
  }
}
