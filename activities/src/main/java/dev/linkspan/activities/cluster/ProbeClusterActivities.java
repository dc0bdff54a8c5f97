package dev.linkspan.activities.cluster;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AlterListenersResult;
import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.ElectResult;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MessagesResult;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.protocol.UnregisterRequest;
import dev.linkspan.probe.protocol.UnregisterResult;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activities on the Kafka cluster, through the probe on the bastion. */
public final class ProbeClusterActivities implements ClusterActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeClusterActivities.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ELECTIONS = 5;
  private static final Duration ELECTION_PAUSE = Duration.ofSeconds(2);

  /** The dynamic broker configs that override the listeners of a broker's file. */
  private static final List<String> LISTENER_CONFIGS =
      List.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private final BastionProbe probe;

  /** The probe may be shared with the other activities. */
  public ProbeClusterActivities(BastionProbe probe) {
    this.probe = probe;
  }

  @Override
  public ClusterHealth awaitCluster(Owner owner, ClusterAccess access) {
    ClusterInspector inspector = inspector(owner, access);
    InspectResult last =
        Poll.continuously().atMost(PATIENCE).until(inspector::registered, InspectResult::met);
    if (!last.met()) {
      throw new IllegalStateException("the cluster is not complete: " + Gate.reasons(last));
    }
    LOG.info("the cluster is complete: {}", Gate.evidence(last.health()));
    return health(last.health());
  }

  @Override
  public ClusterHealth inspect(Owner owner, ClusterAccess access) {
    Health found = inspector(owner, access).once().health();
    LOG.info("inspected the cluster: {}", Gate.evidence(found));
    return health(found);
  }

  @Override
  public ClusterHealth awaitInSync(
      Owner owner, ClusterAccess access, int reads, Duration patience) {
    ClusterInspector inspector = inspector(owner, access);
    Gate gate =
        new Gate(
            "in-sync gate",
            "the cluster does not come back in sync",
            access.brokers().size(),
            patience,
            Time.SYSTEM);
    return health(gate.await(() -> inspector.inSync(reads, patience)));
  }

  @Override
  public ClusterHealth awaitGate(
      Owner owner, ClusterAccess access, int nodeId, int reads, Duration patience) {
    ClusterInspector inspector = inspector(owner, access);
    Gate gate =
        new Gate(
            "gate before broker " + nodeId + " stops",
            "broker " + nodeId + " cannot be restarted now",
            access.brokers().size(),
            patience,
            Time.SYSTEM);
    return health(gate.await(() -> inspector.gate(nodeId, reads, patience)));
  }

  @Override
  public ClusterFacts survey(Owner owner, ClusterAccess access) {
    ClusterInspector inspector = inspector(owner, access);
    var request =
        new SurveyRequest(
            inspector.bootstrap(),
            inspector.mode(),
            access.controllers(),
            access.externalListener());
    SurveyResult survey = inspector.ask("survey", request, SurveyResult.class);
    ClusterFacts facts = SurveyFacts.of(survey, access.mode());
    LOG.info(
        "surveyed cluster {}: brokers {}, controller {}, {} topics, {} of them at risk",
        facts.clusterId(),
        facts.brokers(),
        facts.activeController(),
        facts.topics(),
        facts.atRisk().size());
    return facts;
  }

  @Override
  public void alterListeners(
      Owner owner, ClusterAccess access, int nodeId, Map<String, String> values) {
    alterListeners(owner, access, nodeId, values, List.of());
    LOG.info("broker {}: changed its dynamic configs to {}", nodeId, values);
  }

  @Override
  public void clearListeners(Owner owner, ClusterAccess access, int nodeId) {
    if (!inspector(owner, access).once().health().brokers().contains(nodeId)) {
      LOG.warn("broker {} is down and keeps its dynamic listener configs", nodeId);
      return;
    }
    alterListeners(owner, access, nodeId, Map.of(), LISTENER_CONFIGS);
    LOG.info("broker {}: cleared its dynamic configs {}", nodeId, LISTENER_CONFIGS);
  }

  private void alterListeners(
      Owner owner, ClusterAccess access, int nodeId, Map<String, String> set, List<String> clear) {
    ClusterInspector inspector = inspector(owner, access);
    var request =
        new AlterListenersRequest(
            inspector.bootstrap(), nodeId, set, clear, access.externalListener());
    var unused = inspector.ask("alter-listeners", request, AlterListenersResult.class);
  }

  @Override
  public void testMessages(Owner owner, ClusterAccess access, String topic, int messages) {
    ClusterInspector inspector = inspector(owner, access);
    var request =
        new MessagesRequest(inspector.bootstrap(), access.brokers().keySet(), topic, messages);
    MessagesResult result = inspector.ask("messages", request, MessagesResult.class);
    result.outcomes().values().stream()
        .map(MessagesResult.Outcome::problem)
        .filter(problem -> !problem.isEmpty())
        .findFirst()
        .ifPresent(
            problem -> {
              throw new IllegalStateException("messages over INTERNAL: " + problem);
            });
    LOG.info(
        "{} messages went through each of partitions {}", messages, result.outcomes().keySet());
  }

  @Override
  public void awaitAdvertised(
      Owner owner, ClusterAccess access, int nodeId, String host, int port) {
    String expected = host + ":" + port;
    ClusterInspector inspector = inspector(owner, access);
    Poll.every(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> notAdvertised(inspector, access, nodeId, expected), Optional::isEmpty)
        .ifPresent(
            problem -> {
              throw Failures.needsPerson(
                  problem, "look at the broker's file and its log, then retry");
            });
    LOG.info(
        "broker {}: each broker tells clients of {} that it is {}",
        nodeId,
        access.externalListener(),
        expected);
  }

  private static Optional<String> notAdvertised(
      ClusterInspector inspector, ClusterAccess access, int nodeId, String expected) {
    String name = access.externalListener();
    String running = inspector.once().health().advertisedExternal().get(nodeId);
    if (!expected.equals(running)) {
      return Optional.of(
          "broker " + nodeId + " runs with " + name + " at " + running + ", not at " + expected);
    }
    var request = new MetadataRequest(access.brokers(), access.externalPort(), List.of());
    MetadataResult result = inspector.ask("metadata", request, MetadataResult.class);
    boolean served =
        !result.served().isEmpty()
            && result.served().values().stream().allMatch(s -> expected.equals(s.get(nodeId)));
    return served
        ? Optional.empty()
        : Optional.of(
            "clients of "
                + name
                + " are told other addresses of broker "
                + nodeId
                + ": "
                + result.served()
                + ", problems: "
                + result.problems());
  }

  @Override
  public void electPreferredLeaders(Owner owner, ClusterAccess access) {
    ClusterInspector inspector = inspector(owner, access);
    var request = new ElectRequest(inspector.bootstrap());
    ElectResult result = inspector.ask("elect", request, ElectResult.class);
    for (int i = 0; i < ELECTIONS && !result.notElected().isEmpty(); i++) {
      Waiting.pause(ELECTION_PAUSE);
      result = inspector.ask("elect", request, ElectResult.class);
    }
    if (result.notElected().isEmpty()) {
      LOG.info("each partition has its preferred leader");
    } else {
      // Only the load is uneven for a while: the cluster tries again by itself.
      LOG.warn("no preferred leader for {}", result.notElected());
    }
  }

  @Override
  public void moveReplicas(
      Owner owner, ClusterAccess access, List<Integer> from, Duration patience) {
    new ReplicaMoves(inspector(owner, access), from, patience, Time.SYSTEM).await();
  }

  @Override
  public void unregister(Owner owner, ClusterAccess access, int nodeId) {
    ClusterInspector inspector = inspector(owner, access);
    UnregisterResult result =
        inspector.ask(
            "unregister",
            new UnregisterRequest(inspector.bootstrap(), nodeId),
            UnregisterResult.class);
    LOG.info("broker {} {}", nodeId, result.removed() ? "is unregistered" : "was not registered");
  }

  private ClusterInspector inspector(Owner owner, ClusterAccess access) {
    return new ClusterInspector(probe, owner, access);
  }

  /** {@code host:port} of each INTERNAL listener. */
  public static List<String> bootstrap(ClusterAccess access) {
    return access.brokers().values().stream().map(a -> a + ":" + access.internalPort()).toList();
  }

  private static ClusterHealth health(Health health) {
    return new ClusterHealth(
        health.clusterId(),
        health.brokers(),
        health.activeController(),
        health.laggingVoters(),
        health.underReplicated(),
        health.leaderless(),
        health.atMinIsr(),
        health.advertisedExternal());
  }
}
