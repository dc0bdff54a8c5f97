package dev.linkspan.kafka;

import dev.linkspan.activity.Heartbeats;
import dev.linkspan.setup.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Questions to the cluster through the probe on the bastion. */
public final class ProbedCluster implements ClusterActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ProbedCluster.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration STALL = Duration.ofMinutes(2);
  private static final int ELECTIONS = 5;
  private static final int ONE_PROCESS_SECONDS = 20;
  private static final Duration ONE_QUESTION = Duration.ofSeconds(60);

  private final BastionProbe probe;

  /** The probe may be shared with the other activities. */
  public ProbedCluster(BastionProbe probe) {
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
            throw new IllegalStateException("the cluster is not complete: " + what(last, access));
          }
          return last.health();
        });
  }

  @Override
  public ClusterHealth inspect(Owner owner, ClusterAccess access) {
    return Heartbeats.during(() -> inspect(owner, access, "once", 1).health());
  }

  @Override
  public ClusterHealth awaitInSync(Owner owner, ClusterAccess access, int reads) {
    return Heartbeats.during(
        () -> {
          long lastProgress = System.nanoTime();
          int fewest = Integer.MAX_VALUE;
          while (true) {
            Inspected seen = inspect(owner, access, "in-sync", reads);
            if (seen.met()) {
              return seen.health();
            }
            int troubles = troubles(seen.health(), access);
            if (troubles < fewest) {
              fewest = troubles;
              lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STALL.toNanos()) {
              throw new IllegalStateException(
                  "the cluster does not come back in sync: " + what(seen, access));
            }
          }
        });
  }

  private static int troubles(ClusterHealth health, ClusterAccess access) {
    return 1000 * (access.brokers().size() - health.brokers().size())
        + health.underReplicated().size()
        + health.leaderless().size()
        + health.laggingVoters().size()
        + (health.activeController() < 0 ? 1000 : 0);
  }

  private static String what(Inspected seen, ClusterAccess access) {
    ClusterHealth health = seen.health();
    Set<Integer> missing = new TreeSet<>(access.brokers().keySet());
    missing.removeAll(health.brokers());
    StringBuilder text = new StringBuilder();
    text.append(missing.isEmpty() ? "all brokers registered" : "brokers missing " + missing);
    text.append(health.activeController() < 0 ? ", no quorum leader" : "");
    add(text, "voters behind", health.laggingVoters());
    add(text, "under-replicated", health.underReplicated());
    add(text, "without leader", health.leaderless());
    return text.toString();
  }

  private static void add(StringBuilder text, String what, List<?> found) {
    if (!found.isEmpty()) {
      text.append(", ")
          .append(what)
          .append(' ')
          .append(found.subList(0, Math.min(5, found.size())));
      text.append(found.size() > 5 ? " and " + (found.size() - 5) + " more" : "");
    }
  }

  private Inspected inspect(Owner owner, ClusterAccess access, String until, int reads) {
    int seconds = until.equals("once") ? 0 : ONE_PROCESS_SECONDS;
    var request =
        new Inspect(
            access.brokers(), access.voters(), access.internalPort(), until, seconds, reads);
    return ask(owner, access, "inspect", request, Inspected.class);
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
            throw new IllegalStateException(problem.orElseThrow());
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

  private record Inspect(
      Map<Integer, String> brokers,
      List<Integer> voters,
      int port,
      String until,
      int seconds,
      int reads) {}

  private record Inspected(boolean met, ClusterHealth health) {}

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
