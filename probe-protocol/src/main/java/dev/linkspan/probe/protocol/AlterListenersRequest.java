package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request of {@code alter-listeners}: changes the dynamic listener configs of a running broker, in
 * ZooKeeper mode only. Listener configs are {@code listeners}, {@code advertised.listeners}, and
 * {@code listener.security.protocol.map}.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 * @param nodeId the broker to change
 * @param set new values of listener configs, which the broker validates and applies together; empty
 *     if missing
 * @param clear listener configs whose dynamic value is deleted, so that the value of the broker's
 *     file applies again; empty if missing. None is deleted if one of them concerns a listener
 *     other than {@code listener}, because that one is not Linkspan's
 * @param listener name of the listener that TiDB Cloud connects to, in upper case; EXTERNAL if null
 */
public record AlterListenersRequest(
    List<String> bootstrap,
    int nodeId,
    Map<String, String> set,
    List<String> clear,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String listener) {

  /** Fills in what is missing. */
  public AlterListenersRequest {
    set = Objects.requireNonNullElse(set, Map.of());
    clear = Objects.requireNonNullElse(clear, List.of());
  }
}
