package dev.linkspan.probe.protocol;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Request of {@code examine}: reads, once, what a verification compares with the plan.
 *
 * @param brokers private address of each broker by node ID: a host, or {@code host:port}
 * @param voters node IDs of the controllers; empty if missing
 * @param port port of the INTERNAL listener, for addresses without a port
 * @param externalPort port of the listener that TiDB Cloud connects to, on each broker
 * @param mode {@link ClusterMode#KRAFT} if missing
 * @param controllers {@code host:port} of dedicated controllers by node ID, which are asked about
 *     the quorum when no broker answers; empty if missing
 * @param settings keys of broker configs whose values are wanted; empty if missing
 */
public record ExamineRequest(
    Map<Integer, String> brokers,
    List<Integer> voters,
    int port,
    int externalPort,
    ClusterMode mode,
    Map<Integer, String> controllers,
    List<String> settings) {

  /** Fills in what is missing. */
  public ExamineRequest {
    voters = Objects.requireNonNullElse(voters, List.of());
    mode = Objects.requireNonNullElse(mode, ClusterMode.KRAFT);
    controllers = Objects.requireNonNullElse(controllers, Map.of());
    settings = Objects.requireNonNullElse(settings, List.of());
  }
}
