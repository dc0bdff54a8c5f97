package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Request of {@code metadata}: reads the metadata that brokers serve to the clients of a listener.
 *
 * @param brokers address of each broker by node ID: a host, or {@code host:port}; empty if missing
 * @param port port of the listener, for addresses without a port
 * @param addresses more {@code host:port} to ask, whichever broker answers there; empty if missing
 */
public record MetadataRequest(
    Map<Integer, String> brokers,
    int port,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> addresses) {

  /** Fills in what is missing. */
  public MetadataRequest {
    brokers = Objects.requireNonNullElse(brokers, Map.of());
    addresses = Objects.requireNonNullElse(addresses, List.of());
  }
}
