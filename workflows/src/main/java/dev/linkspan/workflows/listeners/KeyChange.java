package dev.linkspan.workflows.listeners;

import java.util.Optional;

/**
 * A new value for a key of the file, which is always one of the three listener keys.
 *
 * @param before empty if the file lacks the key
 */
public record KeyChange(String key, Optional<String> before, String after) {}
