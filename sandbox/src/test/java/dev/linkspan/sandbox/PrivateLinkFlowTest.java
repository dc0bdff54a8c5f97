package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.exceptions.ClientException;
import dev.linkspan.sandbox.DigestClient.Answer;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.changefeed.ChangefeedSpec;
import dev.linkspan.sandbox.changefeed.Status;
import dev.linkspan.sandbox.changefeed.Status.State;
import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the endpoint service to rows in Kafka: both clouds together, over real sockets. */
@ResourceLock(LinkedCloud.ADDRESSES)
class PrivateLinkFlowTest {
  private static final String CLUSTER = "/v1beta1/clusters/10001";
  private static final String CONNECTIONS = CLUSTER + "/privateLinkConnections";
  private static final String ENDPOINT_ADDRESS = "127.89.0.11";

  private static final Map<String, Object> HEALTH_CHECK =
      Map.of(
          "HealthCheckEnabled", true,
          "HealthCheckType", "TCP",
          "HealthCheckConnectPort", 0,
          "HealthyThreshold", 2,
          "UnhealthyThreshold", 2,
          "HealthCheckConnectTimeout", 1,
          "HealthCheckInterval", 1);

  @TempDir Path folder;
  private LinkedCloud cloud;
  private DigestClient tidb;
  private ServerSocket backend;
  private String service;
  private String connection;

  @BeforeEach
  void open() throws Exception {
    backend = GreetingServer.on("127.88.0.11");
    start();
    cloud.network();
    cloud.balancer();
    listener(backend.getLocalPort());
    service = new PrivateLinkCalls(cloud).service();
    new PrivateLinkCalls(cloud).whitelist(service, 5_500_000_000_000_001L);
    Answer created =
        tidb.send(
            "POST",
            CONNECTIONS,
            TidbBodies.connection("demo", "com.aliyuncs.privatelink.ap-southeast-1." + service));
    connection = created.text("privateLinkConnectionId");
    await().until(() -> state().equals("PENDING_ACCEPTANCE"));
    await().until(() -> !endpointId().equals("null"));
    await().until(() -> cloud.status("vpcendpoint", endpointId()).equals("Active"));
  }

  @AfterEach
  void close() throws IOException {
    cloud.close();
    backend.close();
  }

  @Test
  void anAcceptedConnectionCarriesTrafficUntilItIsCutOrDisabledAlsoAfterARestart()
      throws Exception {
    assertThat(new PrivateLinkCalls(cloud).connection(service).getEndpointId())
        .isEqualTo(endpointId());
    assertThat(reachable()).isFalse();
    accept();
    await().until(this::reachable);

    assertThat(cloud.linked.paths().cut(connection)).isTrue();
    await().until(() -> !reachable());
    assertThat(state()).isEqualTo("ACTIVE");
    cloud.close();
    start();
    assertThat(reachable()).isFalse();
    assertThat(cloud.linked.paths().restore(connection)).isTrue();
    await().until(this::reachable);
    assertThat(cloud.linked.paths().cut("plc-nothing")).isFalse();

    cloud.close();
    start();
    await().until(this::reachable);
    new PrivateLinkCalls(cloud).disable(service, endpointId());
    await().until(() -> state().equals("FAILED"));
    await().until(() -> !reachable());
    new PrivateLinkCalls(cloud).enable(service, endpointId());
    await().until(() -> state().equals("ACTIVE"));
  }

  @Test
  void aRejectedEndpointFailsTheConnectionWithAMessage() throws Exception {
    new PrivateLinkCalls(cloud).disable(service, endpointId());
    await().until(() -> state().equals("FAILED"));
    assertThat(get().text("message")).contains("rejected");
  }

  @Test
  void aProposedNameIsAttachedOnceListedAndDetached() throws Exception {
    accept();
    String name = dryRun();
    assertThat(dryRun()).isEqualTo(name);
    cloud.setting("tidbcloud.freshUniqueNames", "true");
    assertThat(dryRun()).isNotEqualTo(name);
    Answer attached = attach(name);
    assertThat(attached.status()).isEqualTo(200);
    assertThat(attached.body().get("domains").toString())
        .contains("*." + name + ".alicloud.plc.tidbcloud.com");
    assertThat(attach(name).status()).isEqualTo(409);
    assertThat((List<?>) get().body().get("attachedDomains")).hasSize(1);
    Answer list = tidb.send("GET", CONNECTIONS + "?pageSize=100", null);
    assertThat(list.body()).containsEntry("totalSize", 1).doesNotContainKey("nextPageToken");
    Answer detached =
        tidb.send(
            "POST",
            CONNECTIONS + "/" + connection + ":detachDomains",
            Map.of("attachDomainId", attached.text("attachDomainId")));
    assertThat(detached.text("uniqueName")).isEqualTo(name);
    assertThat((List<?>) get().body().get("attachedDomains")).isEmpty();
  }

  @Test
  void aChangefeedNeedsADomainAndReportsTheStatusOfItsProcess() throws Exception {
    accept();
    await().until(this::reachable);
    int port = backend.getLocalPort();
    Map<String, Object> wish = TidbBodies.changefeed(connection, port);
    assertThat(tidb.send("POST", CLUSTER + "/changefeeds", wish).status()).isEqualTo(400);
    String name = dryRun();
    attach(name);
    Map<String, Object> sink = Map.of("sink", TidbBodies.sink(connection, port));
    assertThat(tidb.send("POST", CLUSTER + "/changefeeds:test", sink).status()).isEqualTo(200);
    String id = tidb.send("POST", CLUSTER + "/changefeeds", wish).text("changefeedId");
    String path = CLUSTER + "/changefeeds/" + id;
    assertThat(cloud.changefeeds.specs.get(id).domains())
        .extracting(ChangefeedSpec.Domain::name)
        .containsExactly("*." + name + ".alicloud.plc.tidbcloud.com");
    assertThat(cloud.changefeeds.specs.get(id).endpointAddresses()).contains(ENDPOINT_ADDRESS);
    say(id, State.RUNNING, "");
    assertThat(tidb.send("GET", path, null).text("state")).isEqualTo("RUNNING");
    say(id, State.WARNING, "partition 2 has no leader");
    assertThat(tidb.send("GET", path, null).text("error")).contains("no leader");
    assertThat(tidb.send("DELETE", CONNECTIONS + "/" + connection, null).status()).isEqualTo(400);

    cloud.close();
    start();
    assertThat(cloud.changefeeds.specs).containsKey(id);
    assertThat(tidb.send("POST", path + ":stop", Map.of()).text("state")).isEqualTo("PAUSED");
    assertThat(cloud.changefeeds.specs).isEmpty();
    say(id, State.RUNNING, "");
    assertThat(tidb.send("GET", path, null).text("state")).isEqualTo("PAUSED");
    tidb.send("POST", path + ":start", Map.of());
    say(id, State.FAILED, "no broker answers");
    assertThat(tidb.send("GET", path, null).text("state")).isEqualTo("CREATE_FAILED");
    assertThat(tidb.send("DELETE", path, null).text("state")).isEqualTo("DELETED");
    assertThat(tidb.send("GET", path, null).status()).isEqualTo(404);
  }

  @Test
  void aChangefeedThatIsMadeToFailStopsUntilItIsStarted() throws Exception {
    accept();
    await().until(this::reachable);
    attach(dryRun());
    Map<String, Object> wish = TidbBodies.changefeed(connection, backend.getLocalPort());
    String id = tidb.send("POST", CLUSTER + "/changefeeds", wish).text("changefeedId");
    String path = CLUSTER + "/changefeeds/" + id;
    say(id, State.RUNNING, "");

    assertThat(cloud.control("changefeeds/" + id + "/fail", "")).isEqualTo(200);
    assertThat(tidb.send("GET", path, null).text("state")).isEqualTo("RUNNING_FAILED");
    assertThat(cloud.changefeeds.specs).isEmpty();
    assertThat(cloud.control("changefeeds/" + id + "/fail", "")).isEqualTo(404);
    tidb.send("POST", path + ":start", Map.of());
    assertThat(cloud.changefeeds.specs).containsKey(id);
    say(id, State.RUNNING, "");
    assertThat(tidb.send("GET", path, null).text("state")).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @CsvSource({
    "*.{unique}.{region}.alicloud.plc.tidbcloud.com, *.U.ap-southeast-1.alicloud.plc.tidbcloud.com",
    "*.{unique}.alicloud.tidbcloud.com, *.U.alicloud.tidbcloud.com",
    "*.{zone}.{unique}.alicloud.plc.tidbcloud.com, *.ap-southeast-1a.U.alicloud.plc.tidbcloud.com"
  })
  void domainsHaveTheFormOfTheSetting(String form, String expected) throws Exception {
    accept();
    cloud.setting("tidbcloud.managedDomains", form);
    String name = dryRun();
    String domain = expected.replace("U", name);
    assertThat(attach(name).body().get("domains").toString()).contains(domain);
    int port = backend.getLocalPort();
    Answer feed =
        tidb.send("POST", CLUSTER + "/changefeeds", TidbBodies.changefeed(connection, port));
    ChangefeedSpec spec = cloud.changefeeds.specs.get(feed.text("changefeedId"));
    assertThat(spec.domains()).extracting(ChangefeedSpec.Domain::name).contains(domain);
    assertThat(spec.domains()).allMatch(d -> !d.addresses().isEmpty());
  }

  @Test
  void anAttachCanReturnOtherDomainsThanItsDryRun() throws Exception {
    accept();
    cloud.setting("tidbcloud.attachedDomains", "*.{unique}.alicloud.tidbcloud.com");
    String name = dryRun();
    assertThat(attach(name).body().get("domains").toString())
        .contains("*." + name + ".alicloud.tidbcloud.com");
  }

  @Test
  void theCheckpointOfAChangefeedMovesWhileItRuns() throws Exception {
    accept();
    attach(dryRun());
    int port = backend.getLocalPort();
    String id =
        tidb.send("POST", CLUSTER + "/changefeeds", TidbBodies.changefeed(connection, port))
            .text("changefeedId");
    long first = tso(id);
    say(id, State.RUNNING, "");
    await().until(() -> tso(id) > first);
    say(id, State.WARNING, "no leader");
    long stopped = tso(id);
    assertThat(tso(id)).isEqualTo(stopped).isGreaterThan(first);
  }

  private long tso(String changefeed) throws Exception {
    Object checkpoint =
        tidb.send("GET", CLUSTER + "/changefeeds/" + changefeed, null).body().get("checkpoint");
    return Long.parseLong(String.valueOf(((Map<?, ?>) checkpoint).get("tso")));
  }

  @Test
  void deletingAConnectionDeletesItsEndpoint() throws Exception {
    accept();
    assertThat(tidb.send("DELETE", CONNECTIONS + "/" + connection, null).text("state"))
        .isEqualTo("DELETING");
    await().until(() -> get().status() == 404);
    await().until(() -> cloud.cloud.store().all("vpcendpoint").isEmpty());
    await().until(() -> cloud.cloud.store().all("vpcendpointconnection").isEmpty());
    assertThatThrownBy(() -> new PrivateLinkCalls(cloud).enable(service, "ep-gone"))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("EndpointConnectionNotFound"));
  }

  private void start() throws Exception {
    cloud = new LinkedCloud(folder);
    tidb = cloud.tidb();
  }

  private void accept() throws Exception {
    new PrivateLinkCalls(cloud).enable(service, endpointId());
    await().until(() -> state().equals("ACTIVE"));
  }

  private Answer get() throws Exception {
    return tidb.send("GET", CONNECTIONS + "/" + connection, null);
  }

  private String state() throws Exception {
    return get().text("state");
  }

  private String endpointId() throws Exception {
    return String.valueOf(
        ((Map<?, ?>) get().body().get("alicloudEndpointService")).get("endpointId"));
  }

  private String dryRun() throws Exception {
    return tidb.send("POST", CONNECTIONS + "/" + connection + ":attachDomains", TidbBodies.dryRun())
        .text("uniqueName");
  }

  private Answer attach(String name) throws Exception {
    return tidb.send(
        "POST",
        CONNECTIONS + "/" + connection + ":attachDomains",
        TidbBodies.attach("TIDBCLOUD_MANAGED", name));
  }

  private void say(String id, State state, String text) {
    cloud.changefeeds.listeners.get(id).accept(new Status(state, text));
  }

  /** Adds a running listener with one backend to the load balancer. */
  private void listener(int port) {
    cloud
        .cloud
        .store()
        .put(
            Resource.of("servergroup", "sgp-1", Regions.OWN_ACCOUNT, LinkedCloud.REGION, "group")
                .withStatus("Available")
                .with("vpcId", LinkedCloud.VPC)
                .with("healthCheck", List.of(HEALTH_CHECK))
                .with("servers", List.of(member(port))));
    Resource listener =
        Resource.of("listener", "lsn-1@" + port, Regions.OWN_ACCOUNT, LinkedCloud.REGION, "")
            .with("loadBalancerId", LinkedCloud.BALANCER)
            .with("serverGroupId", "sgp-1")
            .with("protocol", "TCP")
            .with("port", port);
    cloud.cloud.transitions().settle(listener, "Running");
  }

  private static Map<String, Object> member(int port) {
    return Map.of(
        "serverId", "i-1",
        "serverType", "Ecs",
        "address", "127.88.0.11",
        "port", port,
        "weight", 100,
        "description", "",
        "zoneId", "ap-southeast-1a",
        "status", "Available");
  }

  private boolean reachable() {
    try (Socket socket = new Socket(ENDPOINT_ADDRESS, backend.getLocalPort())) {
      socket.setSoTimeout(2000);
      return socket.getInputStream().readNBytes(5).length == 5;
    } catch (IOException e) {
      return false;
    }
  }
}
