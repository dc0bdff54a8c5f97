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
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final ChangefeedPlan KEPT =
      new ChangefeedPlan(ChangefeedUse.KEEP, "demo-proof", "rows", "test.*", "3.7.1");
  private static final List<BrokerPlan> BROKERS =
      List.of(
          new BrokerPlan(1, "broker-node1", "ap-southeast-1a", true, 9093),
          new BrokerPlan(2, "broker-node2", "ap-southeast-1b", false, 9094));

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

  private String ensure(String serviceName) {
    return connection.ensureConnection(OWNER, PLAN, serviceName, Optional.empty());
  }

  private EndpointRequest request(EndpointService service, String connectionId, String account) {
    return connection.awaitEndpoint(
        OWNER, new AwaitEndpoint(PLAN, connectionId, service.serviceId(), account));
  }

  @Test
  void preflightReturnsTheAccountAndZonesThatConnect() {
    Dataflow dataflow = connection.preflight(OWNER, PLAN, ZONES, KEPT);
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
    assertThatThrownBy(() -> connection.preflight(OWNER, plan, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(problem))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("retry"));
  }

  @Test
  void noCommonZoneParks() {
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, List.of("ap-southeast-1z"), KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("ap-southeast-1z"));
  }

  @Test
  void aWrongApiKeyParks() {
    assertThatThrownBy(
            () ->
                connection.preflight(LocalActivities.owner("default", "wrong"), PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("API key"));
  }

  @Test
  void c51AClusterWithTenChangefeedsParksUnlessOneIsOursOrNoneIsCreated() {
    for (int i = 1; i <= 10; i++) {
      changefeed("theirs-" + i);
    }
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("10 changefeeds"))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("test-only"));

    ChangefeedPlan none =
        new ChangefeedPlan(ChangefeedUse.TEST_ONLY, "demo-proof", "rows", "test.*", "3.7.1");
    long lists = cloud.calls("ListChangefeeds");
    connection.preflight(OWNER, PLAN, ZONES, none);
    assertThat(cloud.calls("ListChangefeeds")).isEqualTo(lists);

    changefeed("demo-proof");
    connection.preflight(OWNER, PLAN, ZONES, KEPT);
  }

  private void changefeed(String name) {
    Map<String, Object> topic = Map.of("topicPartitionConfig", Map.of("defaultTopic", "rows"));
    cloud.change(
        Resource.of("changefeed", "cf-" + name, TIDB_ACCOUNT, "ap-southeast-1", name)
            .withStatus("PAUSED")
            .with("clusterId", "10001")
            .with("sink", Map.of("type", "KAFKA", "kafka", topic)));
  }

  @Test
  void aFeatureThatIsNotEnabledParksWithBothCauses() {
    cloud.setting(Setting.CHANGEFEEDS_ENABLED, "false");
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(
            e ->
                assertThat(cause(e).getDetails().get(String.class))
                    .contains("Instance Manager", "not enabled"));
  }

  @Test
  void aClusterInOneZoneCanHaveALink() {
    ConnectionPlan single = new ConnectionPlan("10006", "demo-kafka");
    assertThat(connection.preflight(OWNER, single, ZONES, KEPT).zones())
        .containsExactly("ap-southeast-1a");
  }

  @Test
  void throttlingIsRetriedByTemporal() {
    cloud.refuse("GetCluster", 1, 429, "49900007");
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse())
        .satisfies(e -> assertThat(cause(e).getNextRetryDelay()).isPositive());
  }

  @Test
  void aConnectionEnsuredAfterALostResponseExistsOnce() {
    String name = service().serviceName();
    cloud.loseReply("CreatePrivateLinkConnection");
    String first = ensure(name);
    assertThat(ensure(name)).isEqualTo(first);
    assertThat(cloud.resources("privatelinkconnection")).hasSize(1);
  }

  @Test
  void aConnectionEnsuredConcurrentlyExistsOnce() {
    String name = service().serviceName();
    List<CompletableFuture<String>> attempts =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> ensure(name))).limit(3).toList();
    assertThat(attempts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    await().until(() -> cloud.resources("privatelinkconnection").size() == 1);
  }

  @Test
  void aConnectionIsCreatedConnectedGivenDomainsAndRemoved() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    assertThat(request.ownerAccount()).isEqualTo(TIDB_ACCOUNT);
    assertThat(request.zones()).isNotEmpty();
    connection.enable(OWNER, PLAN, id, request);
    connection.enable(OWNER, PLAN, id, request);
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isEqualTo(1);
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThat(planned).isEqualTo(BrokerDomains.ofGuide(planned.uniqueName()));
    DomainRequest domains = new DomainRequest(id, planned, BROKERS);
    assertThat(connection.attachDomains(OWNER, PLAN, domains)).isEqualTo(planned);
    assertThat(connection.attachDomains(OWNER, PLAN, domains)).isEqualTo(planned);
    assertThat(connection.previewDomains(OWNER, PLAN, id)).isEqualTo(planned);
    for (int i = 0; i < 2; i++) {
      connection.removeConnection(OWNER, PLAN, Optional.empty());
      local.exposure().removeEndpointService(OWNER);
    }
    assertThat(cloud.resources("privatelinkconnection")).isEmpty();
    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
    assertThat(cloud.resources("vpcendpoint")).isEmpty();
  }

  private String activeConnection() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    connection.enable(OWNER, PLAN, id, request(service, id, TIDB_ACCOUNT));
    return id;
  }

  @ParameterizedTest
  @CsvSource({
    "*.{unique}.{region}.alicloud.plc.tidbcloud.com,"
        + " b2.U.ap-southeast-1.alicloud.plc.tidbcloud.com",
    "*.{unique}.alicloud.tidbcloud.com, b2.U.alicloud.tidbcloud.com",
    "*.{zone}.{unique}.alicloud.plc.tidbcloud.com, b2.ap-southeast-1b.U.alicloud.plc.tidbcloud.com"
  })
  void brokersNamesFollowFromDomainsOfEveryForm(String form, String second) {
    cloud.setting(Setting.MANAGED_DOMAINS, form);
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThat(BROKERS.get(1).advertisedHost(planned))
        .isEqualTo(second.replace("U", planned.uniqueName()));
    assertThat(connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .isEqualTo(planned);
  }

  @Test
  void attachedDomainsThatDoNotCoverTheNamesParkWithBothAndARetryTakesThem() {
    cloud.setting(Setting.ATTACHED_DOMAINS, "*.{unique}.alicloud.tidbcloud.com");
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThatThrownBy(
            () -> connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(
            e ->
                assertThat(cause(e).getOriginalMessage())
                    .contains(BROKERS.get(1).advertisedHost(planned))
                    .contains("*." + planned.uniqueName() + ".alicloud.tidbcloud.com"));

    BrokerDomains attached = connection.previewDomains(OWNER, PLAN, id);

    assertThat(attached).isNotEqualTo(planned);
    assertThat(connection.attachDomains(OWNER, PLAN, new DomainRequest(id, attached, BROKERS)))
        .isEqualTo(attached);
  }

  @Test
  void domainsWithoutAWildcardParkBeforeAnythingIsAttached() {
    cloud.setting(Setting.MANAGED_DOMAINS, "{unique}.alicloud.plc.tidbcloud.com");
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThatThrownBy(
            () -> connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("wildcard"));
    assertThat(cloud.calls("AttachDomains")).isEqualTo(1);
  }

  @Test
  void onlyTheApprovedEndpointOfTheExpectedAccountIsConnected() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
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
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isZero();
    theEndpointIsDisconnected();
  }

  @Test
  void aRefusedConnectionFailsInTidbCloudAndANewOneReplacesIt() {
    EndpointService service = service();
    String refused = ensure(service.serviceName());
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

    String replacement = ensure(service.serviceName());

    assertThat(replacement).isNotEqualTo(refused);
    assertThat(ensure(service.serviceName())).isEqualTo(replacement);
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
    String id = ensure(service.serviceName());
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

    assertThat(ensure(name)).isEqualTo(first);

    onlyOneIsLeft(first);
  }

  @Test
  void theApprovedConnectionStaysAlthoughAnOlderOneAppears() {
    EndpointService service = service();
    another(service.serviceName());
    String approved = another(service.serviceName());
    connection.enable(OWNER, PLAN, approved, request(service, approved, TIDB_ACCOUNT));

    assertThat(ensure(service.serviceName())).isEqualTo(approved);

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
    connection.removeConnection(OWNER, PLAN, Optional.empty());
    assertThat(cloud.calls("DeletePrivateLinkConnection")).isZero();
    assertThat(cloud.resources("privatelinkconnection")).hasSize(1);
  }

  @Test
  void aConnectionThatNoListShowsIsFoundByTheIdOfItsCreation() {
    cloud.setting(Setting.LISTS_HIDE_CONNECTIONS, "true");
    EndpointService service = service();
    String id = ensure(service.serviceName());

    assertThat(connection.ensureConnection(OWNER, PLAN, service.serviceName(), Optional.of(id)))
        .isEqualTo(id);
    connection.removeConnection(OWNER, PLAN, Optional.of(id));

    assertThat(cloud.resources("privatelinkconnection")).isEmpty();
  }

  @Test
  void aKnownConnectionToAnotherServiceStays() {
    service();
    String foreign = another("com.aliyuncs.privatelink.ap-southeast-1.epsrv-foreign");
    connection.removeConnection(OWNER, PLAN, Optional.of(foreign));
    assertThat(cloud.resources("privatelinkconnection")).extracting(Resource::id).contains(foreign);
  }

  @Test
  void aConnectionThatIsShownAsDeletedIsGone() {
    cloud.setting(Setting.DELETED_STAYS_VISIBLE, "true");
    EndpointService service = service();
    String id = ensure(service.serviceName());
    connection.removeConnection(OWNER, PLAN, Optional.of(id));
    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::status)
        .containsExactly("DELETED");
    connection.removeConnection(OWNER, PLAN, Optional.of(id));
    assertThat(cloud.calls("DeletePrivateLinkConnection")).isEqualTo(1);
    assertThat(ensure(service.serviceName())).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"early, ''", "late, does not name"})
  void anEndpointIsFoundWheneverTidbCloudNamesIt(String named, String warning) {
    cloud.setting(Setting.ENDPOINT_ID, named);
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    assertThat(request.warning().orElse("")).contains(warning);
    connection.enable(OWNER, PLAN, id, request);
    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::status)
        .containsExactly("ACTIVE");
  }

  @Test
  void statesThatAreNotListedAreWaitedForOrFailByTheirName() {
    cloud.setting(
        Setting.CONNECTION_STATES, "CREATING=PREPARING,PENDING_ACCEPTANCE=ON_HOLD,FAILED=REJECTED");
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    await().until(() -> cloud.resources("privatelinkconnection").get(0).is("FAILED"));
    assertThatThrownBy(() -> request(service, id, TIDB_ACCOUNT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON));
    assertThat(ensure(service.serviceName())).isNotEqualTo(id);
  }
}
