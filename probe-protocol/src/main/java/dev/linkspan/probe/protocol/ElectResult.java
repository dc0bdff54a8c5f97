package dev.linkspan.probe.protocol;

import java.util.Map;

/**
 * Result of {@code elect}.
 *
 * @param notElected why a partition kept its leader, by {@code topic-partition}
 */
public record ElectResult(Map<String, String> notElected) {}
