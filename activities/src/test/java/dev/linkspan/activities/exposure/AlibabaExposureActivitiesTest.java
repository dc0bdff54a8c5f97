package dev.linkspan.activities.exposure;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlibabaExposureActivitiesTest {
  private static final HealthCheckPlan HEALTH =
      new HealthCheckPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2);
  private static final List<String> ZONES = List.of("ap-southeast-1a", "ap-southeast-1b");
  private static final String TIDB_ACCOUNT = "5500000000000001";
  private static final int PORT = 39092;

  private LocalActivities local;
  private LocalCloud cloud;
  private ExposureActivities exposure;
  private String vpcId;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
    cloud = local.cloud();
    exposure = local.exposure();
    vpcId = local.network().ensureVpc(OWNER, "demo-vpc", "127.62.0.0/16");
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private String group() {
    return exposure.ensureServerGroup(OWNER, vpcId, "broker-1", HEALTH);
  }

  @Test
  void anInstanceThatSomebodyDeletedParksWithARemedyThatHelps() {
    String id = group();
    Backend there = instance("i-1", "127.62.0.21");
    Backend gone = new Backend("i-2", "127.62.0.22", PORT);

    assertThatThrownBy(() -> exposure.ensureBackends(OWNER, id, List.of(there, gone)))
        .satisfies(
            failure -> {
              assertThat(cause(failure).getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(cause(failure).getOriginalMessage()).contains("i-2", "not found");
              assertThat(cause(failure).getDetails().get(String.class))
                  .contains("destroy the setup and create it again");
            });
    exposure.ensureBackends(OWNER, id, List.of(there));
  }

  private ZoneVSwitch vSwitch(int zone) {
    var plan = new VSwitchPlan("v" + zone, ZONES.get(zone), "127.62." + 64 * zone + ".0/24");
    return new ZoneVSwitch(plan.zone(), local.network().ensureVSwitch(OWNER, vpcId, plan));
  }

  private LoadBalancer balancer() {
    List<ZoneVSwitch> zones = IntStream.range(0, ZONES.size()).mapToObj(this::vSwitch).toList();
    return exposure.ensureLoadBalancer(OWNER, new LoadBalancerRequest("demo-nlb", vpcId, zones));
  }

  private String listener(String balancerId, int port, String groupId) {
    return exposure.ensureListener(
        OWNER, new ListenerRequest("broker-1", balancerId, port, groupId));
  }

  private Backend instance(String id, String address) {
    cloud.change(
        Resource.of("instance", id, Regions.OWN_ACCOUNT, Regions.DEFAULT, id)
            .withStatus("Running")
            .with("vpcId", vpcId)
            .with("zoneId", ZONES.get(0))
            .with("privateAddress", address));
    return new Backend(id, address, PORT);
  }

  private EndpointService service(LoadBalancer balancer, List<String> zones) {
    return exposure.ensureEndpointService(
        OWNER, new EndpointServiceRequest(balancer.loadBalancerId(), zones, "demo", TIDB_ACCOUNT));
  }

  @Test
  void aServerGroupEnsuredConcurrentlyAfterALostResponseExistsOnce() {
    cloud.loseReply("CreateServerGroup");
    assertThatThrownBy(this::group).satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse());
    List<CompletableFuture<String>> attempts =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::group)).limit(3).toList();
    assertThat(attempts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(cloud.resources("servergroup")).hasSize(1);
  }

  @Test
  void theBackendServersBecomeExactlyThePlannedOnes() {
    String id = group();
    Backend one = instance("i-1", "127.62.0.21");
    Backend two = instance("i-2", "127.62.0.22");
    exposure.ensureBackends(OWNER, id, List.of(one, two));
    exposure.ensureBackends(OWNER, id, List.of(two));
    exposure.ensureBackends(OWNER, id, List.of(two));
    assertThat(cloud.calls("RemoveServersFromServerGroup")).isEqualTo(1);
    exposure.ensureBackends(OWNER, id, List.of(one, two));
    assertThat(cloud.calls("AddServersToServerGroup")).isEqualTo(2);
  }

  @Test
  void aLoadBalancerHasAnAddressInEachZone() {
    LoadBalancer made = balancer();
    assertThat(balancer()).isEqualTo(made);
    assertThat(made.addresses()).extracting(ZoneAddress::zone).containsExactlyElementsOf(ZONES);
    assertThat(made.dnsName()).contains("nlb");
    assertThat(cloud.resources("loadbalancer")).hasSize(1);
  }

  @Test
  void aLoadBalancerThatAlibabaCloudHasLockedIsNotToBeDeleted() {
    balancer();
    cloud.change(cloud.resources("loadbalancer").get(0).withStatus("Inactive"));

    assertThatThrownBy(this::balancer)
        .satisfies(
            e -> {
              assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(cause(e).getDetails().get(String.class))
                  .contains("Settle the bills")
                  .doesNotContain("delete");
            });
  }

  @Test
  void listenersOfOneLoadBalancerCanBeEnsuredConcurrently() {
    String group = group();
    String balancer = balancer().loadBalancerId();
    List<CompletableFuture<String>> made =
        Stream.of(9092, 9093, 9094, 9092)
            .map(port -> CompletableFuture.supplyAsync(() -> listener(balancer, port, group)))
            .toList();
    assertThat(made.stream().map(CompletableFuture::join).distinct()).hasSize(3);
    assertThat(cloud.resources("listener")).hasSize(3);
  }

  @Test
  void healthIsWaitedForAndUnhealthyBackendServersAreNamed() throws Exception {
    String group = group();
    Backend broker = instance("i-1", "127.62.0.21");
    exposure.ensureBackends(OWNER, group, List.of(broker));
    String listener = listener(balancer().loadBalancerId(), 9093, group);
    assertThatThrownBy(
            () -> exposure.awaitHealthyBackends(OWNER, listener, 1, Duration.ofSeconds(1)))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("i-1"));
    try (var backend = new ServerSocket(PORT, 50, InetAddress.getByName(broker.address()))) {
      assertThat(backend.isBound()).isTrue();
      exposure.awaitHealthyBackends(OWNER, listener, 1, Duration.ofSeconds(30));
    }
  }

  @Test
  void aMissingBackendServerIsNotHealthyAlthoughNoneIsUnhealthy() throws Exception {
    String group = group();
    Backend broker = instance("i-1", "127.62.0.22");
    exposure.ensureBackends(OWNER, group, List.of(broker));
    String listener = listener(balancer().loadBalancerId(), 9093, group);
    try (var backend = new ServerSocket(PORT, 50, InetAddress.getByName(broker.address()))) {
      assertThat(backend.isBound()).isTrue();
      exposure.awaitHealthyBackends(OWNER, listener, 1, Duration.ofSeconds(30));
      assertThatThrownBy(
              () -> exposure.awaitHealthyBackends(OWNER, listener, 2, Duration.ofSeconds(1)))
          .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
          .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("not all 2"));
    }
  }

  @Test
  void anEndpointServiceExistsOnceAndAMissingZoneIsAttached() {
    LoadBalancer balancer = balancer();
    cloud.loseReply("CreateVpcEndpointService");
    assertThatThrownBy(() -> service(balancer, List.of(ZONES.get(0)))).isNotNull();
    EndpointService first = service(balancer, List.of(ZONES.get(0)));
    assertThat(service(balancer, ZONES)).isEqualTo(first);
    assertThat(first.serviceName())
        .isEqualTo("com.aliyuncs.privatelink.ap-southeast-1." + first.serviceId());
    assertThat(cloud.calls("AttachResourceToVpcEndpointService")).isEqualTo(1);
    assertThat(cloud.resources("vpcendpointservice")).hasSize(1);
  }

  @Test
  void anAccountIsWhitelistedOnce() {
    EndpointService service = service(balancer(), ZONES);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    assertThat(cloud.calls("AddUserToVpcEndpointService")).isEqualTo(1);
  }

  @Test
  void aMissingPermissionForTheEndpointServiceParksAndNamesTheAction() {
    LoadBalancer balancer = balancer();
    cloud.refuse("CreateVpcEndpointService", 1, 400, "NoPermission");
    assertThatThrownBy(() -> service(balancer, ZONES))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(
            e ->
                assertThat(cause(e).getDetails().get(String.class))
                    .contains("privatelink:CreateVpcEndpointService"));
  }

  @Test
  void everythingIsRemovedTwiceAndAnotherSetupsServerGroupStays() {
    Owner other = new Owner("other", "run-2", OWNER.region(), OWNER.credentials());
    String theirs = exposure.ensureServerGroup(other, vpcId, "broker-1", HEALTH);
    String group = group();
    exposure.ensureBackends(OWNER, group, List.of(instance("i-1", "127.62.0.21")));
    LoadBalancer balancer = balancer();
    listener(balancer.loadBalancerId(), 9093, group);
    EndpointService service = service(balancer, ZONES);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    for (int i = 0; i < 2; i++) {
      exposure.removeEndpointService(OWNER);
      exposure.removeLoadBalancer(OWNER, "demo-nlb");
      exposure.removeServerGroup(OWNER, "broker-1");
    }
    assertThat(cloud.resources("servergroup")).extracting(Resource::id).containsExactly(theirs);
    assertThat(cloud.resources("loadbalancer")).isEmpty();
    assertThat(cloud.resources("listener")).isEmpty();
    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
  }

  @Test
  void aServerGroupThatDisappearsDuringTheRemovalCountsAsRemoved() {
    group();
    cloud.refuse("ListServerGroupServers", 1, 404, "ResourceNotFound.serverGroup");

    exposure.removeServerGroup(OWNER, "broker-1");

    assertThat(cloud.resources("servergroup")).isEmpty();
  }

  @Test
  void anEndpointServiceThatDisappearsDuringTheRemovalCountsAsRemoved() {
    service(balancer(), ZONES);
    cloud.refuse("RemoveUserFromVpcEndpointService", 1, 404, "EndpointServiceNotFound");

    exposure.removeEndpointService(OWNER);

    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
  }

  @Test
  void aDeletedEndpointServiceThatStaysListedAsDeletedIsGone() {
    cloud.setting(Setting.DELETED_SERVICES_STAY, "true");
    LoadBalancer balancer = balancer();
    EndpointService first = service(balancer, ZONES);

    exposure.removeEndpointService(OWNER);

    assertThat(cloud.resources("vpcendpointservice"))
        .extracting(Resource::status)
        .containsExactly("Deleted");
    assertThat(service(balancer, ZONES)).isNotEqualTo(first);
  }

  @Test
  void destroyTakesOnlyTheSetupsAccountOffTheWhitelist() {
    EndpointService service = service(balancer(), ZONES);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), "5500000000000009");

    exposure.removeEndpointService(OWNER);

    assertThat(cloud.calls("RemoveUserFromVpcEndpointService")).isEqualTo(1);
    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
  }

  @Test
  void aRefusalToTakeAnAccountOffTheWhitelistDoesNotStopDestroy() {
    EndpointService service = service(balancer(), ZONES);
    exposure.ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    cloud.refuse("RemoveUserFromVpcEndpointService", 1, 400, "OperationDenied.Owner");

    exposure.removeEndpointService(OWNER);

    assertThat(cloud.resources("vpcendpointservice")).isEmpty();
  }
}
