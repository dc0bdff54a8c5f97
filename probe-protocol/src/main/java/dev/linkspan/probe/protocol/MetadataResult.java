package dev.linkspan.probe.protocol;

import java.util.Map;

/**
 * Result of {@code metadata}.
 *
 * @param served {@code host:port} that a broker advertises for each node ID, by the node ID of the
 *     broker that was asked
 * @param problems why a broker could not be asked, by node ID
 * @param servedAt like {@code served}, for the request's {@code addresses}, by address
 * @param problemsAt like {@code problems}, for the request's {@code addresses}, by address
 */
public record MetadataResult(
    Map<Integer, Map<Integer, String>> served,
    Map<Integer, String> problems,
    Map<String, Map<Integer, String>> servedAt,
    Map<String, String> problemsAt) {}
