package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request of {@code inspect}: checks the health of a cluster once, or until it meets a condition.
 *
 * @param brokers private address of each broker by node ID: a host, or {@code host:port}
 * @param voters node IDs of the controllers; empty if missing
 * @param port port of the INTERNAL listener, for addresses without a port
 * @param until condition to wait for; {@link Until#ONCE} if missing
 * @param timeoutSeconds how long to wait for the condition, in seconds
 * @param reads number of consecutive checks, at least two seconds apart, that must meet {@link
 *     Until#IN_SYNC} or {@link Until#GATE}
 * @param mode {@link ClusterMode#KRAFT} if missing
 * @param controllers {@code host:port} of dedicated controllers by node ID, which are asked about
 *     the quorum when no broker answers; empty if missing
 * @param listener name of the listener that TiDB Cloud connects to, in upper case; EXTERNAL if null
 * @param nodeId node that {@link Until#GATE} is about; null for other conditions
 * @param notFrom node whose view of the cluster does not count; {@code nodeId} if null
 */
public record InspectRequest(
    Map<Integer, String> brokers,
    List<Integer> voters,
    int port,
    Until until,
    @JsonProperty("seconds") int timeoutSeconds,
    int reads,
    ClusterMode mode,
    Map<Integer, String> controllers,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String listener,
    @Nullable Integer nodeId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer notFrom) {

  /**
   * Fills in what is missing.
   *
   * @throws IllegalArgumentException if the mode is unknown, or if {@link Until#GATE} has no node
   */
  public InspectRequest {
    voters = Objects.requireNonNullElse(voters, List.of());
    until = Objects.requireNonNullElse(until, Until.ONCE);
    mode = Objects.requireNonNullElse(mode, ClusterMode.KRAFT);
    controllers = Objects.requireNonNullElse(controllers, Map.of());
    if (mode == ClusterMode.UNKNOWN) {
      throw new IllegalArgumentException("mode must be kraft or zookeeper");
    }
    if (until == Until.GATE && nodeId == null) {
      throw new IllegalArgumentException("gate requires the nodeId of the node to stop");
    }
  }

  /** The condition to wait for. Each one includes the conditions before it. */
  public enum Until {
    /** No condition: one check. */
    ONCE("once"),
    /** Exactly the expected brokers are registered, and there is an active controller. */
    REGISTERED("registered"),
    /** Every replica is in sync, and every voter has caught up. */
    IN_SYNC("in-sync"),
    /** The node can stop without making a partition or the quorum unavailable. */
    GATE("gate");

    private final String json;

    Until(String json) {
      this.json = json;
    }

    /** The value in JSON. */
    @JsonValue
    public String json() {
      return json;
    }
  }
}
