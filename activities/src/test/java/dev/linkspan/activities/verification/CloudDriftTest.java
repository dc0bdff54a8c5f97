package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Named.named;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.ModifyInstanceAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.RevokeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.StopInstanceRequest;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Check.Severity;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of drift that the clouds show is found, named at the right hop, put back by the
 * activity that its repair names or by a person, and found no more.
 */
class CloudDriftTest {
  private static final String BROKER_GROUP = "broker-security-group";
  private static final String STRANGER = "5500000000000099";

  @TempDir static Path folder;
  private static BuiltLink link;

  /**
   * @param hop where it has to be found
   * @param repair what puts it back; empty if only a person can
   * @param undo what the person does
   */
  private record Drift(
      String hop, Severity severity, Optional<Kind> repair, Runnable injection, Runnable undo) {}

  @BeforeAll
  static void build() throws Exception {
    link = new BuiltLink(folder);
    // A member is healthy after some checks of its health.
    await().until(() -> findings().isEmpty());
  }

  @AfterAll
  static void close() throws Exception {
    link.close();
  }

  private static List<Check> findings() {
    return link.verify().stream().filter(check -> !check.passed()).toList();
  }

  @Test
  void twentyVerificationsOfAHealthyLinkFindNothing() {
    for (int i = 0; i < 20; i++) {
      assertThat(findings()).isEmpty();
    }
  }

  @Test
  void everyCheckHasItsOwnKey() {
    assertThat(link.verify()).extracting(Check::key).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drifts")
  void isFoundAndPutBack(Drift drift) {
    drift.injection().run();

    List<Check> found = findings();
    assertThat(found).extracting(Check::hop).contains(drift.hop());
    Check check = found.stream().filter(c -> c.hop().equals(drift.hop())).findFirst().orElseThrow();
    assertThat(check.severity()).as(check.toString()).isEqualTo(drift.severity());
    assertThat(check.repair().map(Repair::kind)).as(check.toString()).isEqualTo(drift.repair());
    assertThat(check.evidence()).isNotBlank().hasSizeLessThan(300);
    assertThat(check.expected()).isNotBlank();
    assertThat(check.remedy()).endsWith(".");
    assertThat(check.remedy().contains("linkspan repair demo"))
        .isEqualTo(drift.repair().isPresent());

    drift.undo().run();
    found.stream().flatMap(c -> c.repair().stream()).distinct().forEach(link::repair);
    await().untilAsserted(() -> assertThat(findings()).isEmpty());
  }

  private static Arguments repaired(
      String name, String hop, Severity severity, Kind kind, Runnable injection) {
    return Arguments.of(
        named(name, new Drift(hop, severity, Optional.of(kind), injection, () -> {})));
  }

  private static Arguments byAPerson(
      String name, String hop, Severity severity, Runnable injection, Runnable undo) {
    return Arguments.of(named(name, new Drift(hop, severity, Optional.empty(), injection, undo)));
  }

  static Stream<Arguments> drifts() {
    return Stream.of(
            network(), loadBalancer(), serverGroups(), members(), endpointService(), tidbCloud())
        .flatMap(drifts -> drifts);
  }

  private static Stream<Arguments> network() {
    return Stream.of(
        repaired(
            "rule for EXTERNAL revoked",
            BROKER_GROUP,
            BREAKS,
            Kind.SECURITY_GROUP,
            () -> revoke("39092/39092", "127.61.0.0/16", "accept", "1")),
        repaired(
            "rule for SSH revoked",
            BROKER_GROUP,
            DRIFT,
            Kind.SECURITY_GROUP,
            CloudDriftTest::revokeSsh),
        byAPerson(
            "drop rule for all ports",
            "drop rules of " + BROKER_GROUP,
            BREAKS,
            () -> authorize("1/65535", "0.0.0.0/0", "drop", "1"),
            () -> revoke("1/65535", "0.0.0.0/0", "drop", "1")),
        byAPerson(
            "drop rule that denies nothing of the plan",
            "drop rules of " + BROKER_GROUP,
            DRIFT,
            () -> authorize("8080/8080", "0.0.0.0/0", "drop", "1"),
            () -> revoke("8080/8080", "0.0.0.0/0", "drop", "1")),
        byAPerson(
            "rule that opens a port to everybody",
            "other rules of " + BROKER_GROUP,
            DRIFT,
            () -> authorize("9092/9092", "0.0.0.0/0", "accept", "1"),
            () -> revoke("9092/9092", "0.0.0.0/0", "accept", "1")),
        repaired(
            "broker's instance stopped",
            "instance broker-node2",
            BREAKS,
            Kind.INSTANCE,
            () -> stop("broker-node2")),
        repaired(
            "bastion stopped",
            "instance bastion-node",
            DRIFT,
            Kind.INSTANCE,
            () -> stop("bastion-node")),
        byAPerson(
            "instance in another security group",
            "instance broker-node1",
            DRIFT,
            () -> moveToGroup("broker-node1", "bastion-security-group"),
            () -> moveToGroup("broker-node1", BROKER_GROUP)),
        byAPerson(
            "instance of another type",
            "instance broker-node3",
            DRIFT,
            () -> change("instance", link.instance("broker-node3"), i -> i.with("instanceType", "x")),
            () -> restore("instance", link.instance("broker-node3"))),
        byAPerson(
            "vSwitch gone",
            "vSwitches",
            BREAKS,
            () -> change("vswitch", vSwitch(), v -> v.withStatus("Pending")),
            () -> restore("vswitch", vSwitch())),
        byAPerson(
            "VPC not Available",
            "VPC",
            BREAKS,
            () -> change("vpc", link.link().network().vpcId(), v -> v.withStatus("Error")),
            () -> restore("vpc", link.link().network().vpcId())));
  }

  private static Stream<Arguments> loadBalancer() {
    String balancer = "LoadBalancerId";
    return Stream.of(
        repaired(
            "bootstrap listener stopped",
            "listener 9092",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("StopListener", "ListenerId", link.listener(9092))),
        repaired(
            "broker's listener stopped",
            "listener 9094",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("StopListener", "ListenerId", link.listener(9094))),
        repaired(
            "broker's listener deleted",
            "listener 9095",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("DeleteListener", "ListenerId", link.listener(9095))),
        repaired(
            "ports of two brokers swapped",
            "listener 9093",
            BREAKS,
            Kind.LISTENER,
            () -> {
              lead(9093, "broker-server-group-2");
              lead(9094, "broker-server-group-1");
            }),
        byAPerson(
            "foreign listener",
            "other listeners",
            DRIFT,
            () ->
                nlb(
                    "CreateListener",
                    balancer,
                    balancerId(),
                    "ListenerProtocol",
                    "TCP",
                    "ListenerPort",
                    "9999",
                    "ServerGroupId",
                    link.serverGroup("bootstrap-server-group")),
            () -> nlb("DeleteListener", "ListenerId", link.listener(9999))),
        repaired(
            "cross-zone forwarding off",
            "cross-zone forwarding",
            BREAKS,
            Kind.LOAD_BALANCER,
            () ->
                nlb(
                    "UpdateLoadBalancerAttribute",
                    balancer,
                    balancerId(),
                    "CrossZoneEnabled",
                    "false")),
        byAPerson(
            "load balancer in a security group",
            "access to the load balancer",
            DRIFT,
            () -> securityGroup("LoadBalancerJoinSecurityGroup"),
            () -> securityGroup("LoadBalancerLeaveSecurityGroup")),
        byAPerson(
            "modification protection on",
            "access to the load balancer",
            DRIFT,
            () -> protect("ConsoleProtection"),
            () -> protect("NonProtection")),
        byAPerson(
            "load balancer faces the internet",
            "access to the load balancer",
            DRIFT,
            () -> change("loadbalancer", balancerId(), b -> b.with("addressType", "Internet")),
            () -> restore("loadbalancer", balancerId())));
  }

  private static Stream<Arguments> serverGroups() {
    return Stream.of(
        repaired(
            "health check off",
            "broker-server-group-1",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("broker-server-group-1", "HealthCheckConfig.HealthCheckEnabled", "false")),
        repaired(
            "health check interval changed",
            "bootstrap-server-group",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("bootstrap-server-group", "HealthCheckConfig.HealthCheckInterval", "50")),
        repaired(
            "client addresses preserved",
            "broker-server-group-2",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("broker-server-group-2", "PreserveClientIpEnabled", "true")),
        repaired(
            "listener and server group deleted",
            "broker-server-group-3",
            BREAKS,
            Kind.SERVER_GROUP,
            () -> {
              nlb("DeleteListener", "ListenerId", link.listener(9095));
              await().until(() -> link.local().cloud().resources("listener").size() == 3);
              nlb("DeleteServerGroup", "ServerGroupId", link.serverGroup("broker-server-group-3"));
            }));
  }

  private static Stream<Arguments> members() {
    return Stream.of(
        repaired(
            "broker removed from its group",
            "members of broker-server-group-1",
            BREAKS,
            Kind.BACKENDS,
            () -> members("Remove", "broker-server-group-1", "broker-node1", "39092", "100")),
        repaired(
            "broker removed from the bootstrap group",
            "members of bootstrap-server-group",
            DRIFT,
            Kind.BACKENDS,
            () -> members("Remove", "bootstrap-server-group", "broker-node3", "39092", "100")),
        repaired(
            "another broker in a broker's group",
            "members of broker-server-group-2",
            BREAKS,
            Kind.BACKENDS,
            () -> members("Add", "broker-server-group-2", "broker-node3", "39092", "100")),
        repaired(
            "bastion in the bootstrap group",
            "members of bootstrap-server-group",
            BREAKS,
            Kind.BACKENDS,
            () -> members("Add", "bootstrap-server-group", "bastion-node", "39092", "100")),
        repaired(
            "member at another port",
            "members of broker-server-group-3",
            BREAKS,
            Kind.BACKENDS,
            () -> {
              members("Remove", "broker-server-group-3", "broker-node3", "39092", "100");
              members("Add", "broker-server-group-3", "broker-node3", "9092", "100");
            }),
        repaired(
            "member without weight",
            "members of broker-server-group-1",
            BREAKS,
            Kind.BACKENDS,
            () -> members("Update", "broker-server-group-1", "broker-node1", "39092", "0")),
        repaired(
            "member with another weight",
            "members of bootstrap-server-group",
            DRIFT,
            Kind.BACKENDS,
            () -> members("Update", "bootstrap-server-group", "broker-node1", "39092", "5")));
  }

  private static Stream<Arguments> endpointService() {
    return Stream.of(
        repaired(
            "automatic acceptance on",
            "acceptance at the endpoint service",
            DRIFT,
            Kind.ENDPOINT_SERVICE,
            () ->
                service("UpdateVpcEndpointServiceAttribute", Map.of("AutoAcceptEnabled", "true"))),
        repaired(
            "TiDB Cloud's account off the whitelist",
            "whitelist",
            DRIFT,
            Kind.WHITELIST,
            () ->
                service(
                    "RemoveUserFromVpcEndpointService",
                    Map.of("UserId", link.link().network().whitelistAccount()))),
        byAPerson(
            "stranger on the whitelist",
            "other accounts on the whitelist",
            DRIFT,
            () -> service("AddUserToVpcEndpointService", Map.of("UserId", STRANGER)),
            () -> service("RemoveUserFromVpcEndpointService", Map.of("UserId", STRANGER))),
        repaired(
            "endpoint disconnected",
            "endpoint connection",
            BREAKS,
            Kind.ENDPOINT_CONNECTION,
            () ->
                service(
                    "DisableVpcEndpointConnection", Map.of("EndpointId", link.link().endpointId()))),
        byAPerson(
            "second endpoint connected",
            "other endpoints",
            DRIFT,
            () -> secondEndpoint("Connected", true),
            CloudDriftTest::removeSecondEndpoint),
        byAPerson(
            "second endpoint waits",
            "other endpoints",
            DRIFT,
            () -> secondEndpoint("Disconnected", false),
            CloudDriftTest::removeSecondEndpoint),
        repaired(
            "zone detached",
            "zones of the endpoint service",
            DRIFT,
            Kind.ENDPOINT_SERVICE,
            CloudDriftTest::detachZone));
  }

  private static Stream<Arguments> tidbCloud() {
    return Stream.of(
        repaired(
            "domains detached", "domains", BREAKS, Kind.DOMAINS, CloudDriftTest::detachDomains),
        byAPerson(
            "connection failed",
            "TiDB Cloud connection",
            BREAKS,
            () ->
                change(
                    "privatelinkconnection",
                    link.link().connectionId(),
                    c -> c.withStatus("FAILED").with("message", "quota")),
            () -> restore("privatelinkconnection", link.link().connectionId())),
        repaired(
            "changefeed paused",
            "changefeed",
            DRIFT,
            Kind.CHANGEFEED,
            () -> changefeed(id -> post("/changefeeds/" + id + ":stop", Map.of()))),
        repaired(
            "changefeed failed",
            "changefeed",
            BREAKS,
            Kind.CHANGEFEED,
            () -> changefeed(id -> link.setChangefeed(id, "RUNNING_FAILED"))),
        repaired(
            "changefeed deleted",
            "changefeed",
            DRIFT,
            Kind.CHANGEFEED,
            () -> changefeed(id -> changefeeds().delete(id))));
  }

  private static void acs(AcsRequest<?> request) {
    OwnerClient.run(link.local().alibaba(), OWNER, client -> client.once(request));
  }

  private static void authorize(String ports, String source, String policy, String priority) {
    AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
    request.setSecurityGroupId(link.securityGroup(BROKER_GROUP));
    request.setIpProtocol("TCP");
    request.setPortRange(ports);
    request.setSourceCidrIp(source);
    request.setPolicy(policy);
    request.setPriority(priority);
    acs(request);
  }

  private static void revoke(String ports, String source, String policy, String priority) {
    RevokeSecurityGroupRequest request = new RevokeSecurityGroupRequest();
    request.setSecurityGroupId(link.securityGroup(BROKER_GROUP));
    request.setIpProtocol("TCP");
    request.setPortRange(ports);
    request.setSourceCidrIp(source);
    request.setPolicy(policy);
    request.setPriority(priority);
    acs(request);
  }

  private static void revokeSsh() {
    var ssh =
        link.link().plan().network().securityGroups().stream()
            .filter(g -> g.name().equals(BROKER_GROUP))
            .findFirst()
            .orElseThrow()
            .rules()
            .get(0);
    revoke(ssh.portRange(), ssh.sourceCidr(), "accept", "1");
  }

  private static void stop(String instance) {
    StopInstanceRequest request = new StopInstanceRequest();
    request.setInstanceId(link.instance(instance));
    acs(request);
  }

  private static void moveToGroup(String instance, String group) {
    ModifyInstanceAttributeRequest request = new ModifyInstanceAttributeRequest();
    request.setInstanceId(link.instance(instance));
    request.setSecurityGroupIdss(List.of(link.securityGroup(group)));
    acs(request);
  }

  private static final Map<String, Resource> BEFORE = new HashMap<>();

  /** What no action of the sandbox does, or only the cloud itself. */
  private static void change(String type, String id, UnaryOperator<Resource> change) {
    Resource now = resource(type, id);
    BEFORE.put(id, now);
    link.local().cloud().change(change.apply(now));
  }

  private static void restore(String type, String id) {
    assertThat(resource(type, id)).isNotNull();
    link.local().cloud().change(BEFORE.remove(id));
  }

  private static Resource resource(String type, String id) {
    return link.local().cloud().resources(type).stream()
        .filter(r -> r.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String vSwitch() {
    return link.link().network().zones().get(1).vSwitchId();
  }

  private static void nlb(String action, String... parameters) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    link.nlb(action, all);
  }

  private static String balancerId() {
    return link.link().loadBalancer().loadBalancerId();
  }

  private static void lead(int port, String group) {
    nlb(
        "UpdateListenerAttribute",
        "ListenerId",
        link.listener(port),
        "ServerGroupId",
        link.serverGroup(group));
  }

  private static void securityGroup(String action) {
    nlb(
        action,
        "LoadBalancerId",
        balancerId(),
        "SecurityGroupIds.1",
        link.securityGroup(BROKER_GROUP));
  }

  private static void protect(String status) {
    nlb(
        "UpdateLoadBalancerProtection",
        "LoadBalancerId",
        balancerId(),
        "ModificationProtectionStatus",
        status);
  }

  private static void update(String group, String parameter, String value) {
    nlb(
        "UpdateServerGroupAttribute",
        "ServerGroupId",
        link.serverGroup(group),
        parameter,
        value);
  }

  private static void members(
      String verb, String group, String instance, String port, String weight) {
    String action =
        switch (verb) {
          case "Add" -> "AddServersToServerGroup";
          case "Remove" -> "RemoveServersFromServerGroup";
          default -> "UpdateServerGroupServersAttribute";
        };
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "ServerGroupId",
                link.serverGroup(group),
                "Servers.1.ServerId",
                link.instance(instance),
                "Servers.1.ServerType",
                "Ecs",
                "Servers.1.Port",
                port));
    if (!verb.equals("Remove")) {
      parameters.put("Servers.1.Weight", weight);
    }
    link.nlb(action, parameters);
  }

  private static void service(String action, Map<String, String> more) {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("ServiceId", link.link().endpointServiceId());
    link.privateLink(action, parameters);
  }

  /** An endpoint of somebody else. */
  private static void secondEndpoint(String status, boolean decided) {
    String id = link.link().endpointId();
    Resource endpoint = resource("vpcendpoint", id);
    Resource connection = resource("vpcendpointconnection", id);
    link.local().cloud().change(copy(endpoint).withStatus("Active"));
    link.local()
        .cloud()
        .change(
            copy(connection)
                .withStatus(status)
                .with("endpointOwner", STRANGER)
                .with("decided", decided));
  }

  private static Resource copy(Resource of) {
    Resource copy = Resource.of(of.type(), "ep-stranger", of.account(), of.region(), "stranger");
    for (Map.Entry<String, Object> attribute : of.attributes().entrySet()) {
      copy = copy.with(attribute.getKey(), attribute.getValue());
    }
    return copy;
  }

  private static void removeSecondEndpoint() {
    link.local().cloud().remove("vpcendpointconnection", "ep-stranger");
    link.local().cloud().remove("vpcendpoint", "ep-stranger");
  }

  private static void detachZone() {
    String id = link.link().endpointServiceId();
    Resource service = resource("vpcendpointservice", id);
    List<Map<String, Object>> resources = service.objects("resources");
    link.local()
        .cloud()
        .change(service.with("resources", resources.subList(0, resources.size() - 1)));
  }

  private static void detachDomains() {
    PrivateLinkConnections connections =
        new PrivateLinkConnections(link.local().tidb(), "default", "10001");
    String id = link.link().connectionId();
    connections.detachDomains(
        id,
        connections.find(id).orElseThrow().managedDomains().orElseThrow().attachDomainId());
  }

  private static Changefeeds changefeeds() {
    return new Changefeeds(link.local().tidb(), "default", "10001");
  }

  private static void changefeed(Consumer<String> change) {
    change.accept(changefeeds().existing().get(0).changefeedId());
  }

  private static void post(String path, Map<String, ?> body) {
    link.local().tidb().post("default", TidbCloud.cluster("10001", path), body, Map.class);
  }

  @Test
  void aCheckpointThatStaysBehindIsDrift() {
    CheckList checks = new CheckList("demo");
    new ChangefeedStateChecks(link.link(), checks)
        .check(changefeeds().existing(), Instant.now().plusSeconds(600));
    assertThat(checks.all())
        .filteredOn(check -> !check.passed())
        .singleElement()
        .satisfies(check -> assertThat(check.breaks()).isFalse())
        .extracting(Check::hop)
        .isEqualTo("checkpoint of the changefeed");
  }
}
