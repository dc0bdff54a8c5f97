package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.vpc.model.v20160428.CreateVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse;
import dev.linkspan.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RpcApiTest {
  @TempDir Path folder;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = new TestCloud(folder);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void theSameTokenReturnsTheSameResource() throws ClientException {
    String first = cloud.call(vpc("a", "token-1")).getVpcId();

    assertThat(cloud.call(vpc("a", "token-1")).getVpcId()).isEqualTo(first);
    assertThat(cloud.call(vpc("a", "token-2")).getVpcId()).isNotEqualTo(first);
    assertThat(vpcs()).hasSize(2);
  }

  @Test
  void concurrentCallsWithTheSameTokenCreateOneResource() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> answers =
          callers.invokeAll(
              Collections.nCopies(8, () -> cloud.call(vpc("a", "token-1")).getVpcId()));
      Set<String> ids = new HashSet<>();
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }

      assertThat(ids).hasSize(1);
      assertThat(vpcs()).hasSize(1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void aTokenWithOtherParametersIsRefused() throws ClientException {
    cloud.call(vpc("a", "token-1"));

    assertThat(codeOf(vpc("b", "token-1"))).isEqualTo("IdempotentParameterMismatch");
    assertThat(vpcs()).hasSize(1);
  }

  @Test
  void aTokenTooLongIsRefused() {
    assertThat(codeOf(vpc("a", "t".repeat(65)))).startsWith("InvalidClientToken");
  }

  @Test
  void tokensAndResourcesSurviveARestart() throws ClientException {
    String first = cloud.call(vpc("a", "token-1")).getVpcId();
    cloud.close();
    cloud = new TestCloud(folder);

    assertThat(cloud.call(vpc("a", "token-1")).getVpcId()).isEqualTo(first);
    await().until(() -> new TestNetwork(cloud).vpcStatus(first).equals("Available"));
    assertThat(calls("CreateVpc")).hasSize(2);
  }

  @Test
  void aChangeInProgressResumesAfterARestart() throws ClientException {
    cloud.close();
    TestCloud slow = new TestCloud(folder, 5);
    String id = slow.call(vpc("a", "token-1")).getVpcId();
    assertThat(new TestNetwork(slow).vpcStatus(id)).isEqualTo("Pending");
    slow.close();
    cloud = new TestCloud(folder);

    await().until(() -> new TestNetwork(cloud).vpcStatus(id).equals("Available"));
  }

  @Test
  void afterALostReplyTheTokenFindsTheOneResource() throws ClientException {
    fault("{\"action\":\"CreateVpc\",\"effect\":\"reply-lost\"}");

    assertThat(codeOf(vpc("a", "token-1"))).isEqualTo("SDK.ServerUnreachable");
    String found = cloud.call(vpc("a", "token-1")).getVpcId();

    assertThat(vpcs()).extracting(DescribeVpcsResponse.Vpc::getVpcId).containsExactly(found);
    assertThat(calls("CreateVpc")).extracting(call -> call.get("status")).containsExactly(0, 200);
  }

  @Test
  void aFaultIsInjectedFromTheNthCallOnAsOftenAsRequested() throws ClientException {
    fault(
        "{\"action\":\"CreateVpc\",\"nth\":2,\"times\":2,\"effect\":\"error\",\"status\":403,"
            + "\"code\":\"Forbidden.RAM\",\"message\":\"no\"}");

    cloud.call(vpc("a", "1"));
    assertThat(codeOf(vpc("a", "2"))).isEqualTo("Forbidden.RAM");
    assertThat(codeOf(vpc("a", "3"))).isEqualTo("Forbidden.RAM");
    cloud.call(vpc("a", "4"));
    assertThat(vpcs()).hasSize(2);
  }

  @Test
  void clearedFaultsAreNotInjected() throws ClientException {
    fault("{\"action\":\"CreateVpc\",\"effect\":\"error\"}");
    cloud.control("DELETE", "faults", "");

    assertThat(cloud.call(vpc("a", "1")).getVpcId()).startsWith("vpc-");
  }

  @Test
  void anUnknownEffectIsRefused() {
    assertThat(cloud.control("POST", "faults", "{\"effect\":\"magic\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aDryRunChecksAndCreatesNothing() throws ClientException {
    CreateVpcRequest request = vpc("a", "token-1");
    request.putQueryParameter("DryRun", "true");

    assertThat(codeOf(request)).isEqualTo("DryRunOperation");
    assertThat(vpcs()).isEmpty();
  }

  @Test
  void unknownRegionsActionsAndVersionsAreNotFound() {
    CreateVpcRequest elsewhere = vpc("a", "1");
    elsewhere.setSysRegionId("mars-1");

    assertThat(codeOf(elsewhere)).isEqualTo("InvalidRegionId.NotFound");
    assertThat(commonCode("2016-04-28", "MakeCoffee")).isEqualTo("InvalidAction.NotFound");
    assertThat(commonCode("1999-01-01", "CreateVpc")).isEqualTo("InvalidVersion");
    assertThat(commonCode("2016-04-28", "CreateVSwitch")).isEqualTo("MissingParameter");
  }

  @Test
  void theLogOfCallsShowsParametersButNoSignature() throws ClientException {
    cloud.call(vpc("a", "token-1"));
    String log = cloud.control("GET", "calls?action=CreateVpc", "").body();

    assertThat(log).contains("\"VpcName\":\"a\"").doesNotContain("Signature", TestCloud.KEY_ID);
  }

  @Test
  void theResourcesAreShownWithTheirTags() throws ClientException {
    CreateVpcRequest request = vpc("a", "token-1");
    request.putQueryParameter("Tag.1.Key", "owner");
    request.putQueryParameter("Tag.1.Value", "demo");
    cloud.call(request);

    assertThat(cloud.control("GET", "resources", "").body())
        .contains("\"type\":\"vpc\"", "\"tags\":{\"owner\":\"demo\"}")
        .doesNotContain("_token");
  }

  private static CreateVpcRequest vpc(String name, String token) {
    CreateVpcRequest request = new CreateVpcRequest();
    request.setVpcName(name);
    request.setCidrBlock("127.10.0.0/16");
    request.setClientToken(token);
    return request;
  }

  private List<DescribeVpcsResponse.Vpc> vpcs() throws ClientException {
    return cloud.call(new DescribeVpcsRequest()).getVpcs();
  }

  private String codeOf(AcsRequest<?> request) {
    return catchThrowableOfType(ClientException.class, () -> cloud.call(request)).getErrCode();
  }

  private String commonCode(String version, String action) {
    CommonRequest request = new CommonRequest();
    request.setSysDomain("127.0.0.1:" + cloud.httpPort());
    request.setSysProtocol(ProtocolType.HTTP);
    request.setSysMethod(MethodType.POST);
    request.setSysVersion(version);
    request.setSysAction(action);
    DefaultAcsClient client =
        SdkClients.older(TestCloud.REGION, TestCloud.KEY_ID, TestCloud.SECRET);
    return catchThrowableOfType(ClientException.class, () -> client.getCommonResponse(request))
        .getErrCode();
  }

  private void fault(String json) {
    assertThat(cloud.control("POST", "faults", json).statusCode()).isEqualTo(200);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> calls(String action) {
    String body = cloud.control("GET", "calls?action=" + action, "").body();
    return (List<Map<String, Object>>)
        Json.object(body.getBytes(StandardCharsets.UTF_8)).get("calls");
  }
}
