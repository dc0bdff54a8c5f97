package dev.linkspan.workflows.spec;

import java.util.Optional;

/**
 * A field's value and where it stands.
 *
 * @param value empty when it is missing or was refused, which has been reported by then
 */
record Located<T>(Optional<T> value, String path, int line) {
  T or(T fallback) {
    return value.orElse(fallback);
  }
}
