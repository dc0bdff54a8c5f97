package dev.linkspan.probe.protocol;

import java.util.Map;

/**
 * Result of {@code alter-listeners}.
 *
 * @param values the broker's listener configs after the change, by key
 * @param sources names of Kafka's {@code ConfigEntry.ConfigSource} by key of a listener config
 */
public record AlterListenersResult(
    int nodeId, Map<String, String> values, Map<String, String> sources) {}
