package dev.linkspan.activities.kafka;

import dev.linkspan.activities.execution.Heartbeats;
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
import java.util.Set;
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
          Inspected last = inspect(owner, access, "registered", 1);
          while (!last.met() && System.nanoTime() < end) {
            last = inspect(owner, access, "registered", 1);
          }
          if (!last.met()) {
            throw new IllegalStateException("the cluster is not complete: " + why(last));
          }
          return last.health().shown();
        });
  }

  @Override
  public ClusterHealth inspect(Owner owner, ClusterAccess access) {
    return Heartbeats.during(() -> inspect(owner, access, "once", 1).health().shown());
  }

  @Override
  public ClusterHealth awaitInSync(
      Owner owner, ClusterAccess access, int reads, Duration patience) {
    return Heartbeats.during(
        () ->
            await(
                () -> inspect(owner, access, new Wish("in-sync", reads, null), patience),
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
                () -> inspect(owner, access, new Wish("gate", reads, nodeId), patience),
                access,
                patience,
                "broker " + nodeId + " cannot be restarted now"));
  }

  /** Goes on while things improve. */
  private static ClusterHealth await(
      Supplier<Inspected> look, ClusterAccess access, Duration stall, String problem) {
    long lastProgress = System.nanoTime();
    Progress best = Progress.NONE;
    while (true) {
      Inspected seen = look.get();
      if (seen.met()) {
        return seen.health().shown();
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

    static Progress of(Inspected seen, ClusterAccess access) {
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

  private static String why(Inspected seen) {
    return String.join(" ", seen.reasons());
  }

  private Inspected inspect(Owner owner, ClusterAccess access, String until, int reads) {
    return inspect(
        owner, access, new Wish(until, reads, null), Duration.ofSeconds(ONE_PROCESS_SECONDS));
  }

  private Inspected inspect(Owner owner, ClusterAccess access, Wish wish, Duration patience) {
    var request =
        new Inspect(
            access.brokers(),
            access.voters(),
            access.internalPort(),
            wish.until(),
            wish.until().equals("once")
                ? 0
                : Math.min(ONE_PROCESS_SECONDS, (int) patience.toSeconds() / 3),
            wish.reads(),
            mode(access),
            access.controllers(),
            wish.nodeId());
    return ask(owner, access, "inspect", request, Inspected.class);
  }

  private static String mode(ClusterAccess access) {
    return access.mode() == Mode.ZOOKEEPER ? "zookeeper" : "kraft";
  }

  @Override
  public ClusterFacts survey(Owner owner, ClusterAccess access) {
    return Heartbeats.during(
        () -> {
          var request = new Survey(bootstrap(access), mode(access), access.controllers());
          return ask(owner, access, "survey", request, Surveyed.class).facts(access.mode());
        });
  }

  @Override
  public void alterListeners(
      Owner owner, ClusterAccess access, int nodeId, Map<String, String> values) {
    Heartbeats.during(
        () -> {
          var request = new AlterListeners(bootstrap(access), nodeId, values, List.of());
          var unused = ask(owner, access, "alter-listeners", request, Altered.class);
        });
  }

  @Override
  public void clearListeners(Owner owner, ClusterAccess access, int nodeId) {
    Heartbeats.during(
        () -> {
          if (!inspect(owner, access, "once", 1).health().brokers().contains(nodeId)) {
            LOG.warn("{}: broker {} is down and keeps its listeners", owner.setup(), nodeId);
            return;
          }
          var request = new AlterListeners(bootstrap(access), nodeId, Map.of(), ListenerFiles.KEYS);
          var unused = ask(owner, access, "alter-listeners", request, Altered.class);
        });
  }

  @Override
  public void testMessages(Owner owner, ClusterAccess access, String topic, int messages) {
    Heartbeats.during(
        () -> {
          var request = new Messages(bootstrap(access), access.brokers().keySet(), topic, messages);
          MessagesSeen seen = ask(owner, access, "messages", request, MessagesSeen.class);
          Optional<String> problem =
              seen.outcomes().values().stream()
                  .map(MessageOutcome::problem)
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
    String running = inspect(owner, access, "once", 1).health().advertisedExternal().get(nodeId);
    if (!expected.equals(running)) {
      return Optional.of(
          "broker " + nodeId + " runs with EXTERNAL at " + running + ", not at " + expected);
    }
    var request = new Metadata(access.brokers(), access.externalPort());
    MetadataSeen seen = ask(owner, access, "metadata", request, MetadataSeen.class);
    boolean served =
        !seen.served().isEmpty()
            && seen.served().values().stream().allMatch(s -> expected.equals(s.get(nodeId)));
    return served
        ? Optional.empty()
        : Optional.of(
            "clients of EXTERNAL are told other addresses of broker " + nodeId + ": " + seen);
  }

  @Override
  public void electPreferredLeaders(Owner owner, ClusterAccess access) {
    Heartbeats.during(
        () -> {
          var request = new Elect(bootstrap(access));
          Elected elected = ask(owner, access, "elect", request, Elected.class);
          for (int i = 0; i < ELECTIONS && !elected.notElected().isEmpty(); i++) {
            Heartbeats.rest(Duration.ofSeconds(2));
            elected = ask(owner, access, "elect", request, Elected.class);
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
  private record Wish(String until, int reads, Integer nodeId) {}

  private record Inspect(
      Map<Integer, String> brokers,
      List<Integer> voters,
      int port,
      String until,
      int seconds,
      int reads,
      String mode,
      Map<Integer, String> controllers,
      Integer nodeId) {}

  private record Inspected(boolean met, Health health, List<String> reasons) {}

  private record Health(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> laggingVoters,
      List<String> underReplicated,
      List<String> leaderless,
      List<String> atMinIsr,
      Map<Integer, String> advertisedExternal,
      Map<Integer, Long> offsetLag) {
    ClusterHealth shown() {
      return new ClusterHealth(
          clusterId,
          brokers,
          activeController,
          laggingVoters,
          underReplicated,
          leaderless,
          atMinIsr,
          advertisedExternal);
    }
  }

  private record Survey(List<String> bootstrap, String mode, Map<Integer, String> controllers) {}

  private record Surveyed(
      String clusterId,
      List<SurveyedBroker> brokers,
      int activeController,
      List<Voter> voters,
      int topics,
      int partitions,
      List<TopicAtRisk> atRisk,
      List<String> problems) {
    ClusterFacts facts(Mode mode) {
      return new ClusterFacts(
          clusterId,
          brokers.stream().map(SurveyedBroker::id).toList(),
          activeController,
          voters.stream().map(Voter::id).toList(),
          mode == Mode.DEDICATED ? controllers() : Map.of(),
          topics,
          partitions,
          atRisk.stream().filter(topic -> !LinkspanTopics.contains(topic.topic())).toList(),
          problems);
    }

    /** As the brokers' {@code controller.quorum.voters} has them: {@code id@host:port,...}. */
    private Map<Integer, String> controllers() {
      Map<Integer, String> found = new TreeMap<>();
      brokers.stream()
          .map(SurveyedBroker::quorumVoters)
          .filter(Objects::nonNull)
          .flatMap(voters -> Stream.of(voters.split(",", -1)))
          .map(voter -> voter.strip().split("@", 2))
          .filter(voter -> voter.length == 2)
          .forEach(voter -> found.put(Integer.valueOf(voter[0]), voter[1]));
      return found;
    }
  }

  private record SurveyedBroker(int id, String quorumVoters) {}

  private record Voter(int id) {}

  private record AlterListeners(
      List<String> bootstrap, int nodeId, Map<String, String> set, List<String> clear) {}

  private record Altered(int nodeId) {}

  private record Messages(
      List<String> bootstrap, Set<Integer> brokers, String topic, int messages) {}

  private record MessagesSeen(Map<Integer, MessageOutcome> outcomes) {}

  private record MessageOutcome(int sent, int read, String problem) {}

  private record Metadata(Map<Integer, String> brokers, int port) {}

  private record MetadataSeen(
      Map<Integer, Map<Integer, String>> served, Map<Integer, String> problems) {}

  private record Elect(List<String> bootstrap) {}

  private record Elected(Map<String, String> notElected) {}
}
