package dev.linkspan.workflows.listeners;

import java.util.Optional;

/**
 * One key of the file that gets another value; always one of the three listener keys.
 *
 * @param before empty when the file does not have the key
 */
public record KeyChange(String key, Optional<String> before, String after) {}
