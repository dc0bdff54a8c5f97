package dev.linkspan.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adds the listener to one broker of a real existing cluster, step by step. */
@Tag("long")
@Timeout(300)
class RealBrokersTest {
  private static final Owner OWNER = LocalActivities.OWNER;

  private RealCluster real;
  private NodeActivities nodes;
  private BrokerActivities brokers;
  private ClusterActivities cluster;
  private AuditActivities audits;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    real = new RealCluster(folder);
    nodes = real.activities(NodeActivities.class);
    brokers = real.activities(BrokerActivities.class);
    cluster = real.activities(ClusterActivities.class);
    audits = real.activities(AuditActivities.class);
  }

  @AfterEach
  void stop() {
    if (real != null) {
      real.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"COMBINED, commands", "DEDICATED, systemd", "ZOOKEEPER, systemd"})
  void aBrokerGetsItsListenerAndNothingIsLost(Mode mode, String service) throws Exception {
    Map<String, Object> running = real.running(mode.name().toLowerCase(Locale.ROOT), service);
    List<Map<String, Object>> found = RealCluster.brokers(running);
    Node bastion = real.reach(RealCluster.bastion(running), Optional.empty());
    NodeAddress first = bastion.address();
    Jump jump = new Jump(first.user(), first.address(), first.port(), first.hostKey());
    List<Node> machines = new ArrayList<>();
    Map<Integer, String> addresses = new TreeMap<>();
    for (Map<String, Object> each : found) {
      String address = (String) each.get("address");
      machines.add(real.reach(address, Optional.of(jump)));
      addresses.put(((Number) each.get("nodeId")).intValue(), address);
    }
    Node node = machines.get(1);
    BrokerService by = RealCluster.service(found.get(1));
    BrokerFacts facts = brokers.survey(OWNER, node, by);
    assertThat(facts.nodeId()).isEqualTo(2);
    assertThat(facts.process()).isPresent();
    assertThat(facts.problems()).isEmpty();
    assertThat(nodes.prepareProbe(OWNER, bastion, List.of(facts.javaHome().orElseThrow())))
        .isNotBlank();

    int port = RealCluster.port(facts);
    ClusterFacts seen =
        cluster.survey(OWNER, RealCluster.access(bastion, mode, addresses, List.of(), port));
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.running())
        .filteredOn(broker -> broker.nodeId() == 2)
        .singleElement()
        .satisfies(broker -> assertThat(broker.listeners()).contains(String.valueOf(port)))
        .satisfies(broker -> assertThat(broker.advertised()).contains(broker.served()));
    assertThat(seen.clusterId()).isEqualTo(facts.formattedFor().orElseThrow());
    ClusterAccess access =
        new ClusterAccess(bastion, mode, addresses, seen.voters(), seen.controllers(), port, 39092);
    audits.start(OWNER, access, "one");
    audits.window(OWNER, access, "one", "broker 2");
    assertThat(cluster.awaitGate(OWNER, access, 2, 2, Duration.ofMinutes(15)).brokers()).hasSize(3);
    ExternalListener wanted =
        new ExternalListener("EXTERNAL", node.privateAddress(), 39092, "b2.x.y", 9094, "PLAINTEXT");
    ListenerEdit edit = brokers.writeListener(OWNER, node, by, wanted);
    if (mode == Mode.ZOOKEEPER) {
      cluster.alterListeners(OWNER, access, 2, edit.values());
    } else {
      brokers.stop(OWNER, node, by, facts.process().orElseThrow(), Duration.ofSeconds(330));
      assertThat(brokers.start(OWNER, node, by)).isNotEqualTo(facts.process().orElseThrow());
    }
    assertThat(cluster.awaitInSync(OWNER, access, 2, Duration.ofMinutes(10)).brokers()).hasSize(3);
    assertThat(cluster.inspect(OWNER, access).advertisedExternal()).containsEntry(2, "b2.x.y:9094");
    Audit audit = audits.stop(OWNER, access, "one");
    assertThat(audit.all().lost()).isZero();
    assertThat(audit.all().failed()).isZero();
    assertThat(audit.windows()).containsKey("broker 2");
    nodes.removeProbe(OWNER, bastion);
  }
}
