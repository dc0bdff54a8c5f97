package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionLifecycleTest extends LocalConnection {
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
  void aConnectionThatNobodyKnowsIsNoticedAtItsEndpoint() {
    EndpointService service = service();
    cloud.setting(Setting.LISTS_HIDE_CONNECTIONS, "true");
    cloud.loseReply("CreatePrivateLinkConnection");
    assertThatThrownBy(() -> ensure(service.serviceName()))
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse());

    String second = ensure(service.serviceName());
    await().until(() -> cloud.resources("vpcendpoint").size() == 2);
    connection.removeConnection(OWNER, PLAN, Optional.of(second));

    String left = cloud.resources("vpcendpoint").get(0).id();
    assertThatThrownBy(() -> local.exposure().removeEndpointService(OWNER))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(left, TIDB_ACCOUNT));
  }

  @Test
  void aKnownConnectionToAnotherServiceStays() {
    service();
    String foreign = another("com.aliyuncs.privatelink.ap-southeast-1.epsrv-foreign");
    connection.removeConnection(OWNER, PLAN, Optional.of(foreign));
    assertThat(cloud.resources("privatelinkconnection")).extracting(Resource::id).contains(foreign);
  }

  @Test
  void aClusterThatWasDeletedDoesNotHoldUpTheTeardown() {
    service();
    connection.removeConnection(
        OWNER, new ConnectionPlan("99999", "demo-kafka"), Optional.of("plc-gone"));
    local.exposure().removeEndpointService(OWNER);
    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
  }

  @Test
  void aClusterThatOnlyTheApiKeyDoesNotSeeIsNoticedAtItsEndpoint() {
    EndpointService service = service();
    request(service, ensure(service.serviceName()), TIDB_ACCOUNT);

    connection.removeConnection(OWNER, new ConnectionPlan("99999", "demo-kafka"), Optional.empty());

    assertThatThrownBy(() -> local.exposure().removeEndpointService(OWNER))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("endpoints exist"));
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
}
