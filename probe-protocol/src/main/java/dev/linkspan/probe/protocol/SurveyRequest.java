package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request of {@code survey}: describes a cluster that already exists.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 * @param mode the expected mode, a mismatch is reported as a problem; {@link ClusterMode#UNKNOWN}
 *     if missing
 * @param controllers {@code host:port} of dedicated controllers by node ID, which are asked about
 *     the quorum when no broker answers; empty if missing
 * @param listener name of the listener that TiDB Cloud connects to, in upper case; EXTERNAL if null
 */
public record SurveyRequest(
    List<String> bootstrap,
    ClusterMode mode,
    Map<Integer, String> controllers,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String listener) {

  /** Fills in what is missing. */
  public SurveyRequest {
    mode = Objects.requireNonNullElse(mode, ClusterMode.UNKNOWN);
    controllers = Objects.requireNonNullElse(controllers, Map.of());
  }
}
