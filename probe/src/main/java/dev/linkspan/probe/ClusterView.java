package dev.linkspan.probe;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Node;

/**
 * The cluster as brokers have it in their metadata caches. Caches lag, each by itself, so two
 * brokers are asked and the worse answer counts; which ones is chosen here, because the Admin API
 * asks whom it likes.
 *
 * @param controller a broker picked at will in KRaft, the controller with ZooKeeper; -1 for none
 * @param brokers registered and unfenced, by node id
 */
record ClusterView(
    String clusterId, int controller, Map<Integer, Node> brokers, List<Replicas> partitions) {

  private static final int BROKERS_ASKED = 2;

  /**
   * What the first two that answer agree on.
   *
   * @throws IOException when none of them answers
   */
  static ClusterView read(Collection<HostPort> candidates) throws IOException {
    List<ClusterView> seen = new ArrayList<>();
    String problem = "no broker to ask";
    for (HostPort candidate : candidates) {
      if (seen.size() == BROKERS_ASKED) {
        break;
      }
      try (SingleBroker broker = SingleBroker.connect(candidate.host(), candidate.port())) {
        seen.add(broker.view());
      } catch (IOException e) {
        problem = candidate + ": " + Problems.describe(e);
      }
    }
    if (seen.isEmpty()) {
      throw new IOException(problem);
    }
    return seen.size() == 1 ? seen.get(0) : seen.get(0).agreeing(seen.get(1));
  }

  /**
   * The effective {@code min.insync.replicas} of these partitions' topics, from the first broker
   * that answers.
   */
  static Map<String, Integer> minInSync(
      Collection<HostPort> candidates, Collection<Replicas> partitions) throws IOException {
    Set<String> topics = partitions.stream().map(Replicas::topic).collect(toSet());
    String problem = "no broker to ask";
    for (HostPort candidate : candidates) {
      try (SingleBroker broker = SingleBroker.connect(candidate.host(), candidate.port())) {
        return broker.minInSync(topics);
      } catch (IOException e) {
        problem = candidate + ": " + Problems.describe(e);
      }
    }
    throw new IOException(problem);
  }

  /** A broker that one of the two does not know is not there; a partition is as bad as either. */
  ClusterView agreeing(ClusterView other) {
    Map<Integer, Node> both = new TreeMap<>(brokers);
    both.keySet().retainAll(other.brokers.keySet());
    Map<String, Replicas> merged = new LinkedHashMap<>();
    partitions.forEach(p -> merged.put(p.name(), p));
    other.partitions.forEach(p -> merged.merge(p.name(), p, Replicas::agreeing));
    return new ClusterView(clusterId, other.controller, both, List.copyOf(merged.values()));
  }
}
