package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Request of {@code offsets}: reads the end offset of each partition of a topic.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 */
public record OffsetsRequest(List<String> bootstrap, String topic) {}
