package dev.linkspan.activities.kafka;

import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AlterListenersResult;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.ElectRequest;
import dev.linkspan.probe.protocol.ElectResult;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.InspectResult.Health;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MessagesResult;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.MetadataResult;
import dev.linkspan.probe.protocol.QuorumVoter;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.LinkspanTopics;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions to the cluster through the probe on the bastion. */
public final class ProbeClusterActivities implements ClusterActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeClusterActivities.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ELECTIONS = 5;
  private static final int ONE_PROCESS_SECONDS = 20;
  private static final Duration ONE_QUESTION = Duration.ofSeconds(60);

  private final BastionProbe probe;

  /** The probe may be shared with the other activities. */
  public ProbeClusterActivities(BastionProbe probe) {
    this.probe = probe;
  }

  @Override
  public ClusterHealth awaitCluster(Owner owner, ClusterAccess access) {
    return Heartbeats.during(
        () -> {
          long end = System.nanoTime() + PATIENCE.toNanos();
          InspectResult last = inspect(owner, access, Until.REGISTERED, 1);
          while (!last.met() && System.nanoTime() < end) {
            last = inspect(owner, access, Until.REGISTERED, 1);
          }
          if (!last.met()) {
            throw new IllegalStateException("the cluster is not complete: " + why(last));
          }
          return shown(last.health());
        });
  }

  @Override
  public ClusterHealth inspect(Owner owner, ClusterAccess access) {
    return Heartbeats.during(() -> shown(inspect(owner, access, Until.ONCE, 1).health()));
  }

  @Override
  public ClusterHealth awaitInSync(
      Owner owner, ClusterAccess access, int reads, Duration patience) {
    return Heartbeats.during(
        () ->
            await(
                () -> inspect(owner, access, new Wish(Until.IN_SYNC, reads, null), patience),
                access,
                patience,
                "the cluster does not come back in sync"));
  }

  @Override
  public ClusterHealth awaitGate(
      Owner owner, ClusterAccess access, int nodeId, int reads, Duration patience) {
    return Heartbeats.during(
        () ->
            await(
                () -> inspect(owner, access, new Wish(Until.GATE, reads, nodeId), patience),
                access,
                patience,
                "broker " + nodeId + " cannot be restarted now"));
  }

  /** Goes on while things improve. */
  private static ClusterHealth await(
      Supplier<InspectResult> look, ClusterAccess access, Duration stall, String problem) {
    long lastProgress = System.nanoTime();
    Progress best = Progress.NONE;
    while (true) {
      InspectResult seen = look.get();
      if (seen.met()) {
        return shown(seen.health());
      }
      Progress now = Progress.of(seen, access);
      if (now.betterThan(best)) {
        best = now;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > stall.toNanos()) {
        throw Failures.needsPerson(
            problem + ", and nothing got better for " + told(stall) + ": " + why(seen),
            "look at the brokers and their logs; nothing is restarted meanwhile; then retry");
      }
    }
  }

  private static String told(Duration time) {
    return time.toSecondsPart() == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  /** How far a cluster is from being whole. */
  private record Progress(long troubles, long offsetLag) {
    static final Progress NONE = new Progress(Long.MAX_VALUE, Long.MAX_VALUE);

    static Progress of(InspectResult seen, ClusterAccess access) {
      Health health = seen.health();
      long troubles =
          1000L * (access.brokers().size() - health.brokers().size())
              + health.underReplicated().size()
              + health.leaderless().size()
              + health.laggingVoters().size()
              + seen.reasons().size()
              + (health.activeController() < 0 ? 1000 : 0);
      long lag = health.offsetLag().values().stream().mapToLong(Long::longValue).sum();
      return new Progress(troubles, lag);
    }

    boolean betterThan(Progress best) {
      return troubles < best.troubles || (troubles == best.troubles && offsetLag < best.offsetLag);
    }
  }

  private static String why(InspectResult seen) {
    return String.join(" ", seen.reasons());
  }

  private InspectResult inspect(Owner owner, ClusterAccess access, Until until, int reads) {
    return inspect(
        owner, access, new Wish(until, reads, null), Duration.ofSeconds(ONE_PROCESS_SECONDS));
  }

  private InspectResult inspect(Owner owner, ClusterAccess access, Wish wish, Duration patience) {
    var request =
        new InspectRequest(
            access.brokers(),
            access.voters(),
            access.internalPort(),
            wish.until(),
            wish.until() == Until.ONCE
                ? 0
                : Math.min(ONE_PROCESS_SECONDS, (int) patience.toSeconds() / 3),
            wish.reads(),
            mode(access),
            access.controllers(),
            null,
            wish.nodeId(),
            null);
    return ask(owner, access, "inspect", request, InspectResult.class);
  }

  private static ClusterMode mode(ClusterAccess access) {
    return access.mode() == Mode.ZOOKEEPER ? ClusterMode.ZOOKEEPER : ClusterMode.KRAFT;
  }

  @Override
  public ClusterFacts survey(Owner owner, ClusterAccess access) {
    return Heartbeats.during(
        () -> {
          var request = new SurveyRequest(bootstrap(access), mode(access), access.controllers());
          return facts(ask(owner, access, "survey", request, SurveyResult.class), access.mode());
        });
  }

  @Override
  public void alterListeners(
      Owner owner, ClusterAccess access, int nodeId, Map<String, String> values) {
    Heartbeats.during(
        () -> {
          var request = new AlterListenersRequest(bootstrap(access), nodeId, values, List.of());
          var unused = ask(owner, access, "alter-listeners", request, AlterListenersResult.class);
        });
  }

  @Override
  public void clearListeners(Owner owner, ClusterAccess access, int nodeId) {
    Heartbeats.during(
        () -> {
          if (!inspect(owner, access, Until.ONCE, 1).health().brokers().contains(nodeId)) {
            LOG.warn("{}: broker {} is down and keeps its listeners", owner.setup(), nodeId);
            return;
          }
          var request =
              new AlterListenersRequest(bootstrap(access), nodeId, Map.of(), ListenerFiles.KEYS);
          var unused = ask(owner, access, "alter-listeners", request, AlterListenersResult.class);
        });
  }

  @Override
  public void testMessages(Owner owner, ClusterAccess access, String topic, int messages) {
    Heartbeats.during(
        () -> {
          var request =
              new MessagesRequest(bootstrap(access), access.brokers().keySet(), topic, messages);
          MessagesResult seen = ask(owner, access, "messages", request, MessagesResult.class);
          Optional<String> problem =
              seen.outcomes().values().stream()
                  .map(MessagesResult.Outcome::problem)
                  .filter(p -> !p.isEmpty())
                  .findFirst();
          if (problem.isPresent()) {
            throw new IllegalStateException("messages over INTERNAL: " + problem.orElseThrow());
          }
        });
  }

  @Override
  public void awaitAdvertised(
      Owner owner, ClusterAccess access, int nodeId, String host, int port) {
    String expected = host + ":" + port;
    Heartbeats.during(
        () -> {
          long end = System.nanoTime() + PATIENCE.toNanos();
          Optional<String> problem = notAdvertised(owner, access, nodeId, expected);
          while (problem.isPresent() && System.nanoTime() < end) {
            Heartbeats.rest(Duration.ofSeconds(1));
            problem = notAdvertised(owner, access, nodeId, expected);
          }
          if (problem.isPresent()) {
            throw Failures.needsPerson(
                problem.orElseThrow(), "look at the broker's file and its log, then retry");
          }
        });
  }

  private Optional<String> notAdvertised(
      Owner owner, ClusterAccess access, int nodeId, String expected) {
    String running =
        inspect(owner, access, Until.ONCE, 1).health().advertisedExternal().get(nodeId);
    if (!expected.equals(running)) {
      return Optional.of(
          "broker " + nodeId + " runs with EXTERNAL at " + running + ", not at " + expected);
    }
    var request = new MetadataRequest(access.brokers(), access.externalPort(), List.of());
    MetadataResult seen = ask(owner, access, "metadata", request, MetadataResult.class);
    boolean served =
        !seen.served().isEmpty()
            && seen.served().values().stream().allMatch(s -> expected.equals(s.get(nodeId)));
    return served
        ? Optional.empty()
        : Optional.of(
            "clients of EXTERNAL are told other addresses of broker "
                + nodeId
                + ": "
                + seen.served()
                + ", problems: "
                + seen.problems());
  }

  @Override
  public void electPreferredLeaders(Owner owner, ClusterAccess access) {
    Heartbeats.during(
        () -> {
          var request = new ElectRequest(bootstrap(access));
          ElectResult elected = ask(owner, access, "elect", request, ElectResult.class);
          for (int i = 0; i < ELECTIONS && !elected.notElected().isEmpty(); i++) {
            Heartbeats.rest(Duration.ofSeconds(2));
            elected = ask(owner, access, "elect", request, ElectResult.class);
          }
          if (!elected.notElected().isEmpty()) {
            // Load is uneven for a while, nothing more; the cluster tries again by itself.
            LOG.warn("{}: no preferred leader for {}", owner.setup(), elected.notElected());
          }
        });
  }

  private <T> T ask(
      Owner owner, ClusterAccess access, String command, Object request, Class<T> answer) {
    String key = owner.credentials().sshKey();
    return probe.ask(key, access.bastion(), command, request, ONE_QUESTION, answer);
  }

  /** {@code host:port} of every INTERNAL listener. */
  public static List<String> bootstrap(ClusterAccess access) {
    return access.brokers().values().stream().map(a -> a + ":" + access.internalPort()).toList();
  }

  /**
   * @param until as the probe's inspect has it
   * @param nodeId the broker that a gate is about; null for the others
   */
  private record Wish(Until until, int reads, Integer nodeId) {}

  private static ClusterHealth shown(Health health) {
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

  private static ClusterFacts facts(SurveyResult survey, Mode mode) {
    return new ClusterFacts(
        survey.clusterId(),
        survey.brokers().stream().map(SurveyResult.Broker::id).toList(),
        survey.activeController(),
        survey.voters().stream().map(QuorumVoter::id).toList(),
        mode == Mode.DEDICATED ? controllers(survey) : Map.of(),
        survey.topics(),
        survey.partitions(),
        survey.atRisk().stream()
            .filter(topic -> !LinkspanTopics.contains(topic.topic()))
            .map(ProbeClusterActivities::atRisk)
            .toList(),
        survey.problems());
  }

  private static TopicAtRisk atRisk(SurveyResult.TopicAtRisk topic) {
    return new TopicAtRisk(
        topic.topic(),
        topic.partitions(),
        topic.replicationFactor(),
        topic.minInsync(),
        topic.reason());
  }

  /** As the brokers' {@code controller.quorum.voters} has them: {@code id@host:port,...}. */
  private static Map<Integer, String> controllers(SurveyResult survey) {
    Map<Integer, String> found = new TreeMap<>();
    survey.brokers().stream()
        .map(SurveyResult.Broker::quorumVoters)
        .filter(Objects::nonNull)
        .flatMap(voters -> Stream.of(voters.split(",", -1)))
        .map(voter -> voter.strip().split("@", 2))
        .filter(voter -> voter.length == 2)
        .forEach(voter -> found.put(Integer.valueOf(voter[0]), voter[1]));
    return found;
  }
}
