package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import dev.linkspan.workflows.verification.VerificationActivities.LinkNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The guide's setup in the sandbox, built and put back by the activities that ensure, with open
 * ports in place of brokers.
 */
final class BuiltLink implements AutoCloseable {
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");

  /** Waits of the checks take a twentieth of their time. */
  private static final Time FAST =
      new Time() {
        @Override
        public long nanoTime() {
          return System.nanoTime() * 20;
        }

        @Override
        public void sleep(Duration duration) {
          SYSTEM.sleep(duration.dividedBy(20));
        }
      };

  private final LocalActivities local;
  private final Plan plan;
  private final List<ServerSocket> brokers = new ArrayList<>();
  private final Map<String, String> vSwitches = new HashMap<>();
  private final Map<String, String> securityGroups = new HashMap<>();
  private final Map<String, String> serverGroups = new HashMap<>();
  private String vpcId = "";
  private EndpointService service;
  private EndpointRequest approved;
  private Link link;

  BuiltLink(Path folder) throws Exception {
    local = new LocalActivities(folder);
    plan = plan();
    link = build();
    ensureChangefeed();
  }

  private static Plan plan() {
    String checksum = "0".repeat(128);
    Spec.Archive kafka =
        new Spec.Archive("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", checksum);
    Spec.Archive java =
        new Spec.Archive("17.0.1", "http://mirror.example/openjdk-17.0.1.tar.gz", checksum);
    String text = SpecTemplate.demo("demo", "127.143", kafka, java, 3, ZONES, "10001");
    return Planner.plan((NewClusterSpec) ((SpecReading.Accepted) SpecReader.read(text)).spec());
  }

  private Link build() throws IOException {
    NetworkPlan network = plan.network();
    vpcId = local.network().ensureVpc(OWNER, network.vpcName(), network.vpcCidr());
    for (VSwitchPlan vSwitch : network.vSwitches()) {
      vSwitches.put(vSwitch.name(), local.network().ensureVSwitch(OWNER, vpcId, vSwitch));
    }
    local.network().ensureKeyPair(OWNER, network.keyPairName());
    network.securityGroups().forEach(group -> ensureSecurityGroup(group.name()));
    List<Instance> instances =
        network.instances().stream().map(i -> ensureInstance(i.name())).toList();
    for (ServerGroupPlan group : plan.exposure().serverGroups()) {
      ensureBackends(group, instances);
    }
    LoadBalancer balancer = ensureLoadBalancer();
    plan.exposure().serverGroups().forEach(group -> ensureListener(balancer, group));
    String account =
        local
            .connection()
            .preflight(
                OWNER,
                plan.connection(),
                plan.loadBalancerZones(),
                plan.verification().changefeed())
            .accountId();
    service = ensureService(balancer, account);
    local.exposure().ensureWhitelisted(OWNER, service.serviceId(), account);
    String connection =
        local
            .connection()
            .ensureConnection(OWNER, plan.connection(), service.serviceName(), Optional.empty());
    approved =
        local
            .connection()
            .awaitEndpoint(
                OWNER,
                new AwaitEndpoint(plan.connection(), connection, service.serviceId(), account));
    local.connection().enable(OWNER, plan.connection(), connection, approved);
    BrokerDomains domains = local.connection().previewDomains(OWNER, plan.connection(), connection);
    local
        .connection()
        .attachDomains(
            OWNER, plan.connection(), new DomainRequest(connection, domains, plan.brokers()));
    return new Link(
        plan,
        OWNER.setupId(),
        new LinkNetwork(vpcId, zones(), instances, account),
        access(instances),
        plan.brokers().stream().map(b -> rolling(b, domains)).toList(),
        balancer,
        List.of(),
        service.serviceId(),
        approved.endpointId(),
        connection,
        domains);
  }

  private ClusterAccess access(List<Instance> instances) throws IOException {
    Map<Integer, String> addresses = new LinkedHashMap<>();
    for (BrokerPlan broker : plan.brokers()) {
      String address =
          instances.stream()
              .filter(i -> i.name().equals(broker.instance()))
              .findFirst()
              .orElseThrow()
              .privateAddress();
      addresses.put(broker.nodeId(), address);
      ServerSocket port =
          new ServerSocket(plan.cluster().externalPort(), 50, InetAddress.getByName(address));
      brokers.add(port);
      Thread accepting = new Thread(() -> accept(port));
      accepting.setDaemon(true);
      accepting.start();
    }
    return ClusterAccess.withoutQuorum(
        node(), Mode.COMBINED, addresses, 9092, plan.cluster().externalPort());
  }

  private static void accept(ServerSocket port) {
    while (!port.isClosed()) {
      try {
        port.accept().close();
      } catch (IOException e) {
        // The port is closed, or a health check was faster than this.
      }
    }
  }

  private static Node node() {
    return new Node(
        new NodeAddress("bastion", "root", "127.0.0.1", 22, Optional.empty(), ""), "127.0.0.1", "");
  }

  private RollingBroker rolling(BrokerPlan broker, BrokerDomains domains) {
    return new RollingBroker(
        broker.nodeId(),
        node(),
        null,
        Optional.of(
            new ExternalListener(
                "EXTERNAL",
                "0.0.0.0",
                plan.cluster().externalPort(),
                broker.advertisedHost(domains),
                broker.advertisedPort(),
                "PLAINTEXT")));
  }

  private List<ZoneVSwitch> zones() {
    return plan.network().vSwitches().stream()
        .filter(v -> plan.exposure().zoneVSwitches().contains(v.name()))
        .map(v -> new ZoneVSwitch(v.zone(), vSwitches.get(v.name())))
        .toList();
  }

  private void ensureSecurityGroup(String name) {
    SecurityGroupPlan group =
        plan.network().securityGroups().stream()
            .filter(g -> g.name().equals(name))
            .findFirst()
            .orElseThrow();
    securityGroups.put(name, local.network().ensureSecurityGroup(OWNER, vpcId, group));
  }

  private Instance ensureInstance(String name) {
    InstancePlan instance =
        plan.network().instances().stream()
            .filter(i -> i.name().equals(name))
            .findFirst()
            .orElseThrow();
    return local
        .network()
        .ensureInstance(
            OWNER,
            new InstanceRequest(
                instance,
                vSwitches.get(instance.vSwitch()),
                securityGroups.get(instance.securityGroup()),
                plan.network().keyPairName()));
  }

  private String ensureServerGroup(ServerGroupPlan group) {
    String id =
        local
            .exposure()
            .ensureServerGroup(OWNER, vpcId, group.name(), plan.exposure().healthCheck());
    serverGroups.put(group.name(), id);
    return id;
  }

  private void ensureBackends(ServerGroupPlan group, List<Instance> instances) {
    local
        .exposure()
        .ensureBackends(
            OWNER,
            ensureServerGroup(group),
            instances.stream()
                .filter(i -> group.instances().contains(i.name()))
                .map(
                    i ->
                        new Backend(
                            i.instanceId(), i.privateAddress(), plan.cluster().externalPort()))
                .toList());
  }

  private LoadBalancer ensureLoadBalancer() {
    return local
        .exposure()
        .ensureLoadBalancer(
            OWNER, new LoadBalancerRequest(plan.exposure().loadBalancerName(), vpcId, zones()));
  }

  private void ensureListener(LoadBalancer balancer, ServerGroupPlan group) {
    local
        .exposure()
        .ensureListener(
            OWNER,
            new ListenerRequest(
                group.name(),
                balancer.loadBalancerId(),
                group.listenerPort(),
                ensureServerGroup(group)));
  }

  private EndpointService ensureService(LoadBalancer balancer, String account) {
    return local
        .exposure()
        .ensureEndpointService(
            OWNER,
            new EndpointServiceRequest(
                balancer.loadBalancerId(),
                plan.loadBalancerZones(),
                plan.exposure().endpointServiceDescription(),
                account));
  }

  private VerificationChangefeed changefeed() {
    return new VerificationChangefeed(local.tidb(), OWNER, FAST);
  }

  private void ensureChangefeed() {
    setChangefeed(changefeed().ensure(link).changefeedId(), "RUNNING");
  }

  /** What the sandbox's producer would report. */
  void setChangefeed(String id, String state) {
    Resource feed =
        local.cloud().resources("changefeed").stream()
            .filter(c -> c.id().equals(id))
            .findFirst()
            .orElseThrow();
    local.cloud().change(feed.withStatus(state));
  }

  /** The checks of both clouds, with those of the changefeed. */
  List<Check> verify() {
    List<Check> all =
        new ArrayList<>(
            CloudChecks.of(
                link,
                new CloudStatusReader(local.alibaba(), local.tidb(), FAST).read(OWNER, link)));
    CheckList changefeeds = new CheckList(plan.name());
    changefeeds.add(changefeed().test(link));
    changefeeds
        .read(changefeed().read(plan), "changefeed")
        .ifPresent(
            found -> new ChangefeedStateChecks(link, changefeeds).check(found, Instant.now()));
    all.addAll(changefeeds.all());
    return all;
  }

  /** Puts back what a check found, as the plan says. */
  void repair(Repair repair) {
    String name = repair.resource();
    switch (repair.kind()) {
      case SECURITY_GROUP -> ensureSecurityGroup(name);
      case INSTANCE -> ensureInstance(name);
      case SERVER_GROUP -> ensureServerGroup(group(name));
      case BACKENDS -> ensureBackends(group(name), link.network().instances());
      case LOAD_BALANCER -> ensureLoadBalancer();
      case LISTENER -> ensureListener(link.loadBalancer(), group(name));
      case ENDPOINT_SERVICE ->
          ensureService(link.loadBalancer(), link.network().whitelistAccount());
      case WHITELIST ->
          local
              .exposure()
              .ensureWhitelisted(
                  OWNER, link.endpointServiceId(), link.network().whitelistAccount());
      case ENDPOINT_CONNECTION ->
          local.connection().enable(OWNER, plan.connection(), link.connectionId(), approved);
      case DOMAINS ->
          local
              .connection()
              .attachDomains(
                  OWNER,
                  plan.connection(),
                  new DomainRequest(link.connectionId(), link.domains(), plan.brokers()));
      case CHANGEFEED -> ensureChangefeed();
      default -> throw new AssertionError(repair);
    }
  }

  private ServerGroupPlan group(String name) {
    return plan.exposure().serverGroups().stream()
        .filter(g -> g.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Link link() {
    return link;
  }

  LocalActivities local() {
    return local;
  }

  String securityGroup(String name) {
    return securityGroups.get(name);
  }

  String serverGroup(String name) {
    return serverGroups.get(name);
  }

  String listener(int port) {
    return local.cloud().resources("listener").stream()
        .filter(l -> l.integer("port") == port)
        .findFirst()
        .orElseThrow()
        .id();
  }

  String instance(String name) {
    return link.network().instances().stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .orElseThrow()
        .instanceId();
  }

  /** A call of a person in the console. */
  void nlb(String action, Map<String, String> parameters) {
    OwnerClient.run(local.alibaba(), OWNER, client -> client.nlb(action, parameters, Map.class));
  }

  /** A call of a person in the console. */
  void privateLink(String action, Map<String, String> parameters) {
    OwnerClient.run(
        local.alibaba(), OWNER, client -> client.privateLink(action, parameters, Map.class));
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket broker : brokers) {
      broker.close();
    }
    local.close();
  }
}
