package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Request of {@code elect}: makes preferred replicas the leaders of all partitions.
 *
 * @param bootstrap {@code host:port} of INTERNAL listeners
 */
public record ElectRequest(List<String> bootstrap) {}
