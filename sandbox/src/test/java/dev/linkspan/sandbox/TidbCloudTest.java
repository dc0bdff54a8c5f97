package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.DigestClient.Answer;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Store;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The TiDB Cloud API: authentication, and what it refuses. */
@ResourceLock(LinkedCloud.ADDRESSES)
class TidbCloudTest {
  private static final String CONNECTIONS = "/v1beta1/clusters/10001/privateLinkConnections";

  @TempDir Path folder;
  private LinkedCloud cloud;
  private DigestClient tidb;

  @BeforeEach
  void open() throws Exception {
    cloud = new LinkedCloud(folder);
    tidb = cloud.tidb();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void withoutCredentialsThereIsAChallengeAndNoSideEffect() throws Exception {
    HttpResponse<byte[]> response =
        tidb.once("POST", CONNECTIONS, TidbBodies.connection("a", "epsrv-1"), false);
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
        .startsWith("Digest ")
        .contains("qop=\"auth\"");
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("49900001");
    assertThat(cloud.cloud.store().all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void bothAlgorithmsLetTheRightKeyIn(String algorithm) throws Exception {
    cloud.setting("tidbcloud.digestAlgorithm", algorithm);
    cloud.setting("tidbcloud.requestsPerMinute", "77");
    Answer answer = tidb.send("GET", "/v1beta1/clusters/10001?view=FULL", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .containsEntry("state", "ACTIVE")
        .containsEntry("clusterPlan", "ESSENTIAL");
    assertThat(answer.raw().headers().firstValue("X-Ratelimit-Limit-Minute")).hasValue("77");
    DigestClient wrong =
        new DigestClient("http://" + cloud.endpoint(), LinkedCloud.TIDB_PUBLIC, "wrong");
    assertThat(wrong.send("GET", "/v1beta1/clusters/10001", null).status()).isEqualTo(401);
  }

  @Test
  void aNonceFromBeforeARestartIsStale() throws Exception {
    assertThat(tidb.send("GET", "/v1beta1/clusters", null).status()).isEqualTo(200);
    cloud.close();
    cloud = new LinkedCloud(folder);
    tidb.moveTo("http://" + cloud.endpoint());
    HttpResponse<byte[]> stale = tidb.once("GET", "/v1beta1/clusters", null, true);
    assertThat(stale.statusCode()).isEqualTo(401);
    assertThat(stale.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("stale=true");
    assertThat(tidb.send("GET", "/v1beta1/clusters", null).status()).isEqualTo(200);
  }

  @Test
  void aKeyHasAHundredRequestsAMinuteByDefault() {
    assertThat(new Settings(Store.inMemory()).integer(Setting.REQUESTS_PER_MINUTE)).isEqualTo(100);
  }

  @Test
  void tooManyRequestsInAMinuteAreRefused() throws Exception {
    cloud.setting("tidbcloud.requestsPerMinute", "1");
    await()
        .until(
            () -> {
              Answer answer = tidb.send("GET", "/v1beta1/projects", null);
              return answer.status() == 429 && answer.text("code").equals("49900007");
            });
  }

  @ParameterizedTest
  @CsvSource({"10002, not on alicloud", "10003, ESSENTIAL", "10005, INACTIVE", "99999, not found"})
  void clustersThatCannotBeConnectedAreRefused(String clusterId, String why) throws Exception {
    Answer answer =
        tidb.send(
            "POST",
            "/v1beta1/clusters/" + clusterId + "/privateLinkConnections",
            TidbBodies.connection("a", "com.aliyuncs.privatelink.ap-southeast-1.epsrv-1"));
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.text("message")).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "com.aliyuncs.privatelink.ap-southeast-1.epsrv-nothing, does not exist",
    "com.aliyuncs.privatelink.cn-hongkong.epsrv-nothing, cn-hongkong"
  })
  void aConnectionToNothingOrElsewhereFailsAndSaysWhy(String service, String why) throws Exception {
    String id = create(service);
    await().until(() -> get(id).text("state").equals("FAILED"));
    assertThat(get(id).text("message")).contains(why);
    assertThat(tidb.send("DELETE", CONNECTIONS + "/" + id, null).status()).isEqualTo(200);
    await().until(() -> get(id).status() == 404);
  }

  @Test
  void aServiceWithoutTheAccountOrInOtherZonesFailsTheConnection() throws Exception {
    cloud.network();
    cloud.balancer();
    PrivateLinkCalls calls = new PrivateLinkCalls(cloud);
    String service = calls.service();
    String name = "com.aliyuncs.privatelink.ap-southeast-1." + service;
    String refused = create(name);
    await().until(() -> get(refused).text("state").equals("FAILED"));
    assertThat(get(refused).text("message")).contains("5500000000000001").contains("whitelist");
    calls.whitelist(service, 5_500_000_000_000_001L);
    cloud.setting("tidbcloud.zones", "ap-southeast-1x");
    String elsewhere = create(name);
    await().until(() -> get(elsewhere).text("state").equals("FAILED"));
    assertThat(get(elsewhere).text("message")).contains("zone");
  }

  @Test
  void domainsAreNotAttachedBeforeTheConnectionIsActive() throws Exception {
    String id = create("com.aliyuncs.privatelink.ap-southeast-1.epsrv-nothing");
    Answer early =
        tidb.send("POST", CONNECTIONS + "/" + id + ":attachDomains", TidbBodies.dryRun());
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.text("message")).contains("not ACTIVE");
    cloud.setting("tidbcloud.attachBeforeActive", "true");
    Answer allowed =
        tidb.send("POST", CONNECTIONS + "/" + id + ":attachDomains", TidbBodies.dryRun());
    assertThat(allowed.text("uniqueName")).matches("[a-z2-7]{26}");
    for (Map<String, Object> bad :
        List.of(
            TidbBodies.attach("TIDBCLOUD_MANAGED", ""),
            TidbBodies.attach("TIDBCLOUD_MANAGED", "a".repeat(26)),
            TidbBodies.attach("CONFLUENT", "x"),
            TidbBodies.attach("BOGUS", "x"))) {
      assertThat(tidb.send("POST", CONNECTIONS + "/" + id + ":attachDomains", bad).status())
          .isEqualTo(400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "projectId%3D1372813089209061633, 6",
    "projectId%3D42, 0",
    "clusterId%3D10001%2C10002, 2",
    "region.provider%3D%22aws%22%20AND%20state%3D%22ACTIVE%22, 1",
    "region.name%3Dregions/alicloud-ap-southeast-5, 1",
    "displayName%3Dstarter, 1",
    "labels.tidb.cloud/organization%3D1, 6"
  })
  void clustersAreFiltered(String filter, int count) throws Exception {
    Answer answer = tidb.send("GET", "/v1beta1/clusters?pageSize=100&filter=" + filter, null);
    assertThat(answer.body()).containsEntry("totalSize", count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusters?filter=color%3Dred",
        "clusters?filter=state",
        "clusters/10001?view=SOME",
        "regions?servicePlan=Gold"
      })
  void whatTheApiDoesNotKnowIsRefused(String path) throws Exception {
    assertThat(tidb.send("GET", "/v1beta1/" + path, null).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{",
        "{\"privateLinkConnection\":null}",
        "{\"privateLinkConnection\":[]}",
        "{\"privateLinkConnection\":{\"alicloudEndpointService\":7}}"
      })
  void aBodyOfAnotherFormIsABadRequest(String body) throws Exception {
    Answer answer = tidb.send("POST", "/v1beta1/clusters/10001/privateLinkConnections", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("message")).isNotBlank().doesNotContain("Exception", "java.");
    assertThat(tidb.send("POST", "/v1beta1/clusters/10001/changefeeds", body).status())
        .isEqualTo(400);
  }

  @Test
  void regionsAreListedByProviderAndPlan() throws Exception {
    Answer answer =
        tidb.send("GET", "/v1beta1/regions?cloudProvider=alicloud&servicePlan=Starter", null);
    assertThat((List<?>) answer.body().get("regions"))
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("regionId", "alicloud-ap-southeast-1")
        .containsEntry("displayName", "Singapore (ap-southeast-1)");
  }

  @Test
  void aClusterInOneZoneConnectsFromThere() throws Exception {
    String path = "/v1beta1/clusters/10006";
    assertThat(tidb.send("GET", path, null).body())
        .containsEntry("highAvailabilityType", "ZONAL")
        .containsEntry("servicePlan", "Essential");
    assertThat(tidb.send("GET", path + "?view=BASIC", null).body())
        .doesNotContainKey("servicePlan");
    assertThat(tidb.send("GET", path + "/privateLinkConnections:getAvailabilityZones", null).body())
        .containsEntry("azIds", List.of("ap-southeast-1a"));
  }

  @Test
  void changefeedsCanBeSwitchedOff() throws Exception {
    cloud.setting("tidbcloud.changefeedsEnabled", "false");
    assertThat(tidb.send("GET", "/v1beta1/clusters/10001/changefeeds", null).status())
        .isEqualTo(403);
  }

  @Test
  void theZonesNameTheAccountAndUnknownPathsAreNotFound() throws Exception {
    Answer zones = tidb.send("GET", CONNECTIONS + ":getAvailabilityZones", null);
    assertThat(zones.body())
        .containsEntry("accountId", "5500000000000001")
        .containsEntry("azIds", List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"));
    assertThat(tidb.send("GET", "/v1beta1/nothing", null).status()).isEqualTo(404);
    assertThat(tidb.send("POST", CONNECTIONS, List.of()).status()).isEqualTo(400);
  }

  private String create(String service) throws Exception {
    Answer answer = tidb.send("POST", CONNECTIONS, TidbBodies.connection("demo", service));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("state")).isEqualTo("CREATING");
    return answer.text("privateLinkConnectionId");
  }

  private Answer get(String id) throws Exception {
    return tidb.send("GET", CONNECTIONS + "/" + id, null);
  }
}
