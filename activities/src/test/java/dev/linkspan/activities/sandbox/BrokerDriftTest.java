package dev.linkspan.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever changes on real brokers is found by the next verification, in one line. */
@Tag("long")
@Timeout(480)
class BrokerDriftTest {
  private static final Owner OWNER = LocalActivities.OWNER;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private RealCluster real;
  private BrokerActivities activities;
  private ClusterActivities cluster;
  private VerificationActivities verification;
  private List<Map<String, Object>> found;
  private Link link;

  @Test
  void eachDriftIsFoundInOneLineAndAHealthyClusterHasNoFinding() throws Exception {
    try (RealCluster running = new RealCluster(folder)) {
      real = running;
      activities = real.activities(BrokerActivities.class);
      cluster = real.activities(ClusterActivities.class);
      verification = real.activities(VerificationActivities.class);
      link = linked();
      assertThat(verification.checkBrokers(OWNER, link)).hasSize(6 + 3 * 8).allMatch(Check::passed);

      listeners();
      unit();
      machine();
      stopped();
      hostKey();
    }
  }

  private void listeners() {
    BrokerFacts facts = survey(2);
    activities.writeListener(OWNER, node(2), service(2), listener(2, "elsewhere.x"));
    assertFinding("listener EXTERNAL (broker 2)", false, "takes effect at the next restart");
    restart(2, facts);
    assertFinding("listener EXTERNAL (broker 2)", true, "runs with EXTERNAL advertised at else");
    activities.writeListener(OWNER, node(2), service(2), listener(2, "b2.x.y"));
    assertFinding("listener EXTERNAL (broker 2)", true, "its file is as planned");
    restart(2, survey(2));
    assertHealthy();
  }

  private void unit() throws Exception {
    console(3, "systemctl disable " + found.get(2).get("unit"));
    assertFinding("unit (broker 3)", false, "is disabled");
    activities.enableUnit(OWNER, node(3), service(3));
    assertHealthy();
  }

  private void machine() throws Exception {
    fault(1, "clock", Map.of("secondsAhead", 120));
    assertFinding("clock (broker 1)", false, "s ahead of the other clocks");
    fault(1, "clock", Map.of("secondsAhead", 0));
    fault(1, "disk", Map.of("full", true));
    assertFinding("disk (broker 1)", true, "full");
    fault(1, "disk", Map.of("full", false));
    fault(1, "memory", Map.of("availablePercent", 2));
    assertFinding("memory (broker 1)", false, "MiB are available");
    fault(1, "memory", Map.of("availablePercent", 50));
    assertHealthy();
  }

  private void stopped() {
    activities.stop(OWNER, node(3), service(3), survey(3).process().orElseThrow(), PATIENCE);
    assertFinding("Kafka broker (broker 3)", true, "does not run");
    activities.start(OWNER, node(3), service(3));
    cluster.awaitInSync(OWNER, link.cluster(), 1, PATIENCE);
    assertHealthy();
  }

  private void hostKey() throws Exception {
    fault(2, "ssh/host-key", Map.of());
    assertFinding("SSH (broker 2)", false, "host key of ");
  }

  private void restart(int id, BrokerFacts facts) {
    activities.stop(OWNER, node(id), service(id), facts.process().orElseThrow(), PATIENCE);
    activities.start(OWNER, node(id), service(id));
    cluster.awaitInSync(OWNER, link.cluster(), 1, PATIENCE);
  }

  private void assertHealthy() {
    assertThat(findings()).isEmpty();
  }

  private void assertFinding(String key, boolean breaks, String evidence) {
    assertThat(findings())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.key()).isEqualTo(key);
              assertThat(check.failed()).isTrue();
              assertThat(check.breaks()).isEqualTo(breaks);
              assertThat(check.evidence()).contains(evidence);
            });
  }

  private List<Check> findings() {
    return verification.checkBrokers(OWNER, link).stream().filter(c -> !c.passed()).toList();
  }

  private Node node(int id) {
    return link.brokers().get(id - 1).node();
  }

  private BrokerService service(int id) {
    return link.brokers().get(id - 1).service();
  }

  private BrokerFacts survey(int id) {
    return activities.survey(OWNER, node(id), service(id));
  }

  private void fault(int id, String kind, Map<String, Object> body) throws Exception {
    var unused =
        real.call("POST", "instances/" + found.get(id - 1).get("instanceId") + "/" + kind, body);
  }

  private void console(int id, String command) {
    assertThat(real.run(node(id), command)).isTrue();
  }

  private ExternalListener listener(int id, String host) {
    return new ExternalListener(
        "EXTERNAL", (String) found.get(id - 1).get("address"), 39092, host, 9092 + id, "PLAINTEXT");
  }

  /** Gives all brokers their listener, and returns the link. */
  private Link linked() throws Exception {
    Map<String, Object> running = real.running("combined", "systemd");
    found = RealCluster.brokers(running);
    Node bastion = real.reach(RealCluster.bastion(running), Optional.empty());
    Jump jump = Jump.through(bastion);
    List<RollingBroker> brokers = new ArrayList<>();
    Map<Integer, String> addresses = new TreeMap<>();
    for (Map<String, Object> each : found) {
      int id = ((Number) each.get("nodeId")).intValue();
      Node node = real.reach((String) each.get("address"), Optional.of(jump));
      addresses.put(id, (String) each.get("address"));
      brokers.add(
          new RollingBroker(
              id, node, RealCluster.service(each), Optional.of(listener(id, "b" + id + ".x.y"))));
    }
    BrokerFacts first = activities.survey(OWNER, brokers.get(0).node(), brokers.get(0).service());
    real.activities(NodeActivities.class)
        .prepareProbe(OWNER, bastion, List.of(first.javaHome().orElseThrow()));
    int port = RealCluster.port(first);
    ClusterAccess unknown = RealCluster.access(bastion, Mode.COMBINED, addresses, List.of(), port);
    ClusterFacts facts = cluster.survey(OWNER, unknown);
    link = link(facts.clusterId(), unknown.withQuorumOf(facts), brokers);
    for (RollingBroker broker : brokers) {
      BrokerFacts before = survey(broker.nodeId());
      activities.writeListener(
          OWNER, broker.node(), broker.service(), broker.wanted().orElseThrow());
      restart(broker.nodeId(), before);
    }
    return link;
  }

  private static Link link(String clusterId, ClusterAccess access, List<RollingBroker> brokers) {
    ExistingCluster existing =
        new ExistingCluster(
            "vpc-1",
            List.of(),
            Optional.empty(),
            clusterId,
            Mode.COMBINED,
            Map.of(),
            List.of(),
            access.internalPort(),
            access.externalPort(),
            null,
            List.of(),
            "EXTERNAL");
    return new Link(
        new Plan("demo", "ap-southeast-1", null, existing, null, null, null),
        "id",
        null,
        access,
        brokers,
        new LoadBalancer("nlb-1", "dns", List.of()),
        List.of(),
        "epsrv-1",
        "ep-1",
        "plc-1",
        BrokerDomains.ofGuide("abc"));
  }
}
