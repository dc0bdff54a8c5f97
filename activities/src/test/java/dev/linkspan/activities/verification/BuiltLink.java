package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
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
  private final BuiltNetwork network;
  private final BuiltExposure exposure;
  private final BuiltConnection connection;
  private final Link link;

  /**
   * Builds it.
   *
   * @param prefix first two octets of the addresses, such as {@code 127.143}
   */
  BuiltLink(Path folder, String prefix) throws Exception {
    local = new LocalActivities(folder);
    plan = plan(prefix);
    String account = BuiltConnection.account(local, plan);
    network = new BuiltNetwork(local, plan);
    exposure = new BuiltExposure(local, plan, network, account);
    connection = new BuiltConnection(local, plan, exposure.service(), account);
    link = link(account);
    ensureChangefeed();
  }

  private static Plan plan(String prefix) {
    String checksum = "0".repeat(128);
    Spec.Archive kafka =
        new Spec.Archive("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", checksum);
    Spec.Archive java =
        new Spec.Archive("17.0.1", "http://mirror.example/openjdk-17.0.1.tar.gz", checksum);
    String text = SpecTemplate.demo("demo", prefix, kafka, java, 3, ZONES, "10001");
    return Planner.plan((NewClusterSpec) ((SpecReading.Accepted) SpecReader.read(text)).spec());
  }

  private Link link(String account) throws IOException {
    return new Link(
        plan,
        OWNER.setupId(),
        new LinkNetwork(network.vpcId(), network.zones(), network.instances(), account),
        access(network.instances()),
        plan.brokers().stream().map(b -> rolling(b, connection.domains())).toList(),
        exposure.balancer(),
        List.of(),
        exposure.service().serviceId(),
        connection.endpointId(),
        connection.id(),
        connection.domains());
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
        node(), Mode.COMBINED, addresses, 9092, plan.cluster().externalPort(), "EXTERNAL");
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

  /** Those of the checks that did not pass. */
  static List<Check> failed(List<Check> checks) {
    return checks.stream().filter(check -> !check.passed()).toList();
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
      case SECURITY_GROUP -> network.ensureSecurityGroup(name);
      case INSTANCE -> network.ensureInstance(name);
      case SERVER_GROUP -> exposure.ensureServerGroup(name);
      case BACKENDS -> exposure.ensureBackends(name);
      case LOAD_BALANCER -> exposure.ensureLoadBalancer();
      case LISTENER -> exposure.ensureListener(name);
      case ENDPOINT_SERVICE -> exposure.ensureService();
      case WHITELIST -> exposure.ensureWhitelisted();
      case ENDPOINT_CONNECTION -> connection.enable();
      case DOMAINS -> connection.attachDomains();
      case CHANGEFEED -> ensureChangefeed();
      default -> throw new AssertionError(repair);
    }
  }

  Link link() {
    return link;
  }

  LocalActivities local() {
    return local;
  }

  String securityGroup(String name) {
    return network.securityGroup(name);
  }

  String serverGroup(String name) {
    return exposure.serverGroup(name);
  }

  String listener(int port) {
    return local.cloud().resources("listener").stream()
        .filter(l -> l.integer("port") == port)
        .findFirst()
        .orElseThrow()
        .id();
  }

  String instance(String name) {
    return network.instance(name).instanceId();
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
