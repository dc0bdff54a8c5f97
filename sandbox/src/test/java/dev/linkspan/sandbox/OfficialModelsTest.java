package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The sandbox refuses what the official model of an action does not have. */
@ResourceLock(LinkedCloud.ADDRESSES)
final class OfficialModelsTest {
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";
  private static final String PRIVATE_LINK = "2020-04-15";
  private static final String NLB = "2022-04-30";

  @TempDir Path folder;
  private LinkedCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = new LinkedCloud(folder, 0);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void anUnknownParameterIsRefusedAndHasNoEffect() {
    assertThat(code(VPC, "CreateVpc", "CidrBlok", "127.90.0.0/16"))
        .isEqualTo("UnsupportedParameter");
    assertThat(cloud.cloud.store().all("vpc")).isEmpty();
  }

  @Test
  void aFilterThatTheSandboxDoesNotKnowIsRefusedInsteadOfIgnored() {
    assertThat(code(VPC, "DescribeVpcs", "DhcpOptionsSetId", "dopt-1"))
        .isEqualTo("Sandbox.ParameterNotModeled");
    assertThat(code(ECS, "DescribeInstances", "Filter.1.Key", "ExpiredStartTime"))
        .isEqualTo("Sandbox.ParameterNotModeled");
    assertThat(code(ECS, "DescribeAvailableResource", "DestinationResource", "Zone", "Cores", "2"))
        .isEqualTo("Sandbox.ParameterNotModeled");
  }

  @Test
  void aWrongTypeGetsTheErrorOfTheProduct() {
    assertThat(code(VPC, "DescribeVpcs", "PageSize", "ten")).isEqualTo("InvalidParameter");
    assertThat(code(ECS, "DescribeInstances", "InstanceIds", "i-1"))
        .isEqualTo("InvalidInstanceIds.Malformed");
    assertThat(code(ECS, "DeleteKeyPairs", "KeyPairNames", "mine"))
        .isEqualTo("InvalidKeyPairNames.Malformed");
    assertThat(code(NLB, "ListServerGroups", "MaxResults", "101"))
        .isEqualTo("IllegalParam.MaxResults");
    assertThat(code(PRIVATE_LINK, "GetVpcEndpointServiceAttribute"))
        .isEqualTo("MissingParam.ServiceId");
  }

  @Test
  void endpointServiceResourcesHaveAtMostFiftyOnAPage() {
    assertThat(
            code(
                PRIVATE_LINK,
                "ListVpcEndpointServiceResources",
                "ServiceId",
                "epsrv-1",
                "MaxResults",
                "51"))
        .isEqualTo("IllegalParam.MaxResults");
  }

  @Test
  void documentedLimitsAreRefusedWithTheCodesOfTheProducts() {
    String[] name = {"SecurityGroupName", "x".repeat(129)};
    assertThat(code(ECS, "CreateSecurityGroup", name[0], name[1], "VpcId", "vpc-1"))
        .isEqualTo("InvalidSecurityGroupName.Malformed");
    assertThat(code(ECS, "RunInstances", "Amount", "101")).isEqualTo("InvalidParam.Amount");
    assertThat(code(VPC, "CreateVpc", "VpcName", "x".repeat(129)))
        .isEqualTo("InvalidVpcName.Malformed");
    assertThat(code(NLB, "CreateServerGroup", "ServerGroupName", "x", "VpcId", "vpc-1"))
        .isEqualTo("IllegalParam.ServerGroupName");
    assertThat(healthCheck("HealthCheckInterval", "51"))
        .isEqualTo("IllegalParam.HealthCheckInterval");
    assertThat(healthCheck("HealthyThreshold", "1")).isEqualTo("IllegalParam.HealthyThreshold");
    assertThat(healthCheck("HealthCheckConnectTimeout", "301"))
        .isEqualTo("IllegalParam.HealthCheckConnectTimeout");
    assertThat(code(PRIVATE_LINK, "CreateVpcEndpoint", "VpcId", "vpc-1", "EndpointName", "x"))
        .isEqualTo("IllegalParam.EndpointName");
    assertThat(code(VPC, "DescribeVpcs", "Tag.1.Key", "x".repeat(129))).isEqualTo("InvalidTagKey");
  }

  private String healthCheck(String setting, String value) {
    return code(
        NLB,
        "CreateServerGroup",
        "ServerGroupName",
        "kafka",
        "VpcId",
        "vpc-1",
        "HealthCheckConfig." + setting,
        value);
  }

  @Test
  void serverGroupsTakeNoTls() {
    cloud.network();
    assertThat(
            code(
                NLB,
                "CreateServerGroup",
                "ServerGroupName",
                "kafka",
                "VpcId",
                LinkedCloud.VPC,
                "Protocol",
                "TCPSSL"))
        .isEqualTo("IllegalParam.Protocol");
  }

  @Test
  void tokensOfPagesAreOpaqueAndLeadToEveryItemOnce() {
    Map<String, Object> first = call(ECS, "DescribeInstanceTypes", "MaxResults", "5");
    String token = new JsonObject(first).text("NextToken");
    assertThat(token).matches("[0-9a-f]{32}");
    Map<String, Object> second =
        call(ECS, "DescribeInstanceTypes", "MaxResults", "5", "NextToken", token);
    assertThat(ids(first)).hasSize(5).doesNotContainAnyElementsOf(ids(second));
    assertThat(new JsonObject(second).text("NextToken")).isEmpty();
    assertThat(code(ECS, "DescribeInstanceTypes", "NextToken", "p5")).isEqualTo("InvalidParameter");
  }

  @Test
  void imagesAreFoundByAWildcard() {
    Map<String, Object> body = call(ECS, "DescribeImages", "ImageName", "ubuntu*");
    assertThat(new JsonObject(body).object("Images").objects("Image")).hasSize(1);
  }

  @Test
  void aResponseThatDiffersFromItsModelIsAFaultOfTheSandbox() {
    cloud.cloud.api().add(new WrongSts());
    assertThat(code("2015-04-01", "GetCallerIdentity")).isEqualTo("Sandbox.ResponseDiffers");
  }

  private static List<String> ids(Map<String, Object> body) {
    return new JsonObject(body)
        .object("InstanceTypes").objects("InstanceType").stream()
            .map(type -> type.text("InstanceTypeId"))
            .toList();
  }

  private String code(String version, String action, String... namesAndValues) {
    return catchThrowableOfType(ApiError.class, () -> call(version, action, namesAndValues)).code();
  }

  private Map<String, Object> call(String version, String action, String... namesAndValues) {
    Map<String, String> parameters = new HashMap<>(Map.of("RegionId", LinkedCloud.REGION));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return cloud.cloud.api().perform(version, action, parameters);
  }

  /** Names a field in another way than the official model. */
  private static final class WrongSts implements Product {
    @Override
    public String name() {
      return "Sts";
    }

    @Override
    public String version() {
      return "2015-04-01";
    }

    @Override
    public Map<String, Action> actions() {
      return Map.of("GetCallerIdentity", call -> Map.of("AccountID", call.account()));
    }
  }
}
