package dev.linkspan.workflows.spec;

import java.util.Optional;

/**
 * The value of a field, and its place.
 *
 * @param value empty if it is missing or invalid, which has been reported already
 */
record FieldValue<T>(Optional<T> value, String path, int line) {
  T or(T fallback) {
    return value.orElse(fallback);
  }
}
