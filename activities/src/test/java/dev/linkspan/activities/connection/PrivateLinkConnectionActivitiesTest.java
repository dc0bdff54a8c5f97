package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateLinkConnectionActivitiesTest {
  private static final String TIDB_ACCOUNT = "5500000000000001";
  private static final List<String> ZONES = List.of("ap-southeast-1a", "ap-southeast-1b");
  private static final ConnectionPlan PLAN = new ConnectionPlan("10001", "demo-kafka");

  private LocalActivities local;
  private LocalCloud cloud;
  private ConnectionActivities connection;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
    cloud = local.cloud();
    connection = local.connection();
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private EndpointService service() {
    String vpcId = local.network().ensureVpc(OWNER, "demo-vpc", "127.63.0.0/16");
    List<ZoneVSwitch> zones = new ArrayList<>();
    for (String zone : ZONES) {
      var plan = new VSwitchPlan(zone, zone, "127.63." + zones.size() + ".0/24");
      zones.add(new ZoneVSwitch(zone, local.network().ensureVSwitch(OWNER, vpcId, plan)));
    }
    LoadBalancer balancer =
        local
            .exposure()
            .ensureLoadBalancer(OWNER, new LoadBalancerRequest("demo-nlb", vpcId, zones));
    EndpointService service =
        local
            .exposure()
            .ensureEndpointService(
                OWNER,
                new EndpointServiceRequest(balancer.loadBalancerId(), ZONES, "demo", TIDB_ACCOUNT));
    local.exposure().ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    return service;
  }

  private EndpointRequest request(EndpointService service, String connectionId, String account) {
    return connection.awaitEndpoint(
        OWNER, new AwaitEndpoint(PLAN, connectionId, service.serviceId(), account));
  }

  @Test
  void preflightReturnsTheAccountAndZonesThatConnect() {
    Dataflow dataflow = connection.preflight(OWNER, PLAN, ZONES);
    assertThat(dataflow.accountId()).isEqualTo(TIDB_ACCOUNT);
    assertThat(dataflow.zones()).containsAll(ZONES);
  }

  @ParameterizedTest(name = "cluster {0} parks: {1}")
  @CsvSource({
    "10002, runs on aws",
    "10003, starter",
    "10004, is in ap-southeast-5",
    "10005, INACTIVE",
    "99999, no cluster 99999"
  })
  void aClusterThatCannotHaveThisLinkParks(String clusterId, String problem) {
    ConnectionPlan plan = new ConnectionPlan(clusterId, "demo-kafka");
    assertThatThrownBy(() -> connection.preflight(OWNER, plan, ZONES))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(problem))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("retry"));
  }

  @Test
  void noCommonZoneParks() {
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, List.of("ap-southeast-1z")))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("ap-southeast-1z"));
  }

  @Test
  void aWrongApiKeyParks() {
    assertThatThrownBy(
            () -> connection.preflight(LocalActivities.owner("default", "wrong"), PLAN, ZONES))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("API key"));
  }

  @Test
  void throttlingIsRetriedByTemporal() {
    cloud.refuse("GetCluster", 1, 429, "49900007");
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES))
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse())
        .satisfies(e -> assertThat(cause(e).getNextRetryDelay()).isPositive());
  }

  @Test
  void aConnectionEnsuredAfterALostResponseExistsOnce() {
    String name = service().serviceName();
    cloud.loseReply("CreatePrivateLinkConnection");
    String first = connection.ensureConnection(OWNER, PLAN, name);
    assertThat(connection.ensureConnection(OWNER, PLAN, name)).isEqualTo(first);
    assertThat(cloud.resources("privatelinkconnection")).hasSize(1);
  }

  @Test
  void aConnectionEnsuredConcurrentlyExistsOnce() {
    String name = service().serviceName();
    List<CompletableFuture<String>> attempts =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> connection.ensureConnection(OWNER, PLAN, name)))
            .limit(3)
            .toList();
    assertThat(attempts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    await().until(() -> cloud.resources("privatelinkconnection").size() == 1);
  }

  @Test
  void aConnectionIsCreatedConnectedGivenDomainsAndRemoved() {
    EndpointService service = service();
    String id = connection.ensureConnection(OWNER, PLAN, service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    assertThat(request.ownerAccount()).isEqualTo(TIDB_ACCOUNT);
    assertThat(request.zones()).isNotEmpty();
    connection.enable(OWNER, PLAN, id, request);
    connection.enable(OWNER, PLAN, id, request);
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isEqualTo(1);
    String unique = connection.previewUniqueName(OWNER, PLAN, id);
    List<String> domains = connection.attachDomains(OWNER, PLAN, id, unique);
    assertThat(domains).isNotEmpty().allMatch(d -> d.contains(unique));
    assertThat(connection.attachDomains(OWNER, PLAN, id, unique)).isEqualTo(domains);
    assertThat(connection.previewUniqueName(OWNER, PLAN, id)).isEqualTo(unique);
    for (int i = 0; i < 2; i++) {
      connection.removeConnection(OWNER, PLAN);
      local.exposure().removeEndpointService(OWNER);
    }
    assertThat(cloud.resources("privatelinkconnection")).isEmpty();
    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
    assertThat(cloud.resources("vpcendpoint")).isEmpty();
  }

  @Test
  void onlyTheApprovedEndpointOfTheExpectedAccountIsConnected() {
    EndpointService service = service();
    String id = connection.ensureConnection(OWNER, PLAN, service.serviceName());
    assertThatThrownBy(() -> request(service, id, "42"))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(TIDB_ACCOUNT));
    EndpointRequest real = request(service, id, TIDB_ACCOUNT);
    var forged =
        new EndpointRequest(real.serviceId(), real.endpointId(), "42", real.zones(), real.since());
    var other =
        new EndpointRequest(real.serviceId(), "ep-other", TIDB_ACCOUNT, real.zones(), real.since());
    for (EndpointRequest wrong : List.of(forged, other)) {
      assertThatThrownBy(() -> connection.enable(OWNER, PLAN, id, wrong))
          .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON));
    }
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isZero();
  }

  @Test
  void aRefusedEndpointStaysDisconnected() {
    EndpointService service = service();
    String id = connection.ensureConnection(OWNER, PLAN, service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isZero();
    theEndpointIsDisconnected();
  }

  @Test
  void aRefusedConnectionFailsInTidbCloudAndANewOneReplacesIt() {
    EndpointService service = service();
    String refused = connection.ensureConnection(OWNER, PLAN, service.serviceName());
    EndpointRequest request = request(service, refused, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    connection.reject(OWNER, request);
    assertThat(cloud.calls("DisableVpcEndpointConnection")).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(cloud.resources("privatelinkconnection"))
                    .extracting(Resource::status)
                    .containsExactly("FAILED"));
    assertThatThrownBy(() -> request(service, refused, TIDB_ACCOUNT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("rejected"))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("retry"));

    String replacement = connection.ensureConnection(OWNER, PLAN, service.serviceName());

    assertThat(replacement).isNotEqualTo(refused);
    assertThat(connection.ensureConnection(OWNER, PLAN, service.serviceName()))
        .isEqualTo(replacement);
    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::id)
        .containsExactly(replacement);
    EndpointRequest again = request(service, replacement, TIDB_ACCOUNT);
    assertThat(again.endpointId()).isNotEqualTo(request.endpointId());
    connection.enable(OWNER, PLAN, replacement, again);
  }

  @Test
  void aConnectedEndpointCanBeRefusedToo() {
    EndpointService service = service();
    String id = connection.ensureConnection(OWNER, PLAN, service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.enable(OWNER, PLAN, id, request);

    connection.reject(OWNER, request);

    theEndpointIsDisconnected();
  }

  private void theEndpointIsDisconnected() {
    assertThat(cloud.resources("vpcendpointconnection"))
        .extracting(Resource::status)
        .containsOnly("Disconnected");
  }

  private String another(String serviceName) {
    try (TidbCloud tidb = cloud.tidbClient()) {
      return new PrivateLinkConnections(tidb, "default", "10001")
          .create("demo-kafka", serviceName)
          .privateLinkConnectionId();
    }
  }

  private void onlyOneIsLeft(String id) {
    await()
        .untilAsserted(
            () ->
                assertThat(cloud.resources("privatelinkconnection"))
                    .extracting(Resource::id)
                    .containsExactly(id));
  }

  @Test
  void ofSeveralConnectionsTheOldestStays() {
    String name = service().serviceName();
    String first = another(name);
    another(name);

    assertThat(connection.ensureConnection(OWNER, PLAN, name)).isEqualTo(first);

    onlyOneIsLeft(first);
  }

  @Test
  void theApprovedConnectionStaysAlthoughAnOlderOneAppears() {
    EndpointService service = service();
    another(service.serviceName());
    String approved = another(service.serviceName());
    connection.enable(OWNER, PLAN, approved, request(service, approved, TIDB_ACCOUNT));

    assertThat(connection.ensureConnection(OWNER, PLAN, service.serviceName())).isEqualTo(approved);

    onlyOneIsLeft(approved);
  }

  @Test
  void ensureOnlyOneRemovesEveryOtherConnectionToTheSameService() {
    EndpointService service = service();
    String older = another(service.serviceName());
    String ours = another(service.serviceName());
    String foreign = another("com.aliyuncs.privatelink.ap-southeast-1.epsrv-foreign");

    connection.ensureOnlyOne(OWNER, PLAN, ours, Duration.ofMinutes(1));

    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::id)
        .containsExactlyInAnyOrder(ours, foreign)
        .doesNotContain(older);
  }

  @Test
  void aConnectionOfTheSameNameToAnotherServiceStays() {
    service();
    another("com.aliyuncs.privatelink.ap-southeast-1.epsrv-foreign");
    connection.removeConnection(OWNER, PLAN);
    assertThat(cloud.calls("DeletePrivateLinkConnection")).isZero();
    assertThat(cloud.resources("privatelinkconnection")).hasSize(1);
  }
}
