package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Request of {@code unregister}: removes a broker from the metadata of the quorum.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners of other brokers
 */
public record UnregisterRequest(List<String> bootstrap, int nodeId) {}
