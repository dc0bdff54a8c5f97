package dev.linkspan.activities.execution;

import java.util.Optional;

/**
 * What an API answered to a read, or why it did not: one refusal must not hide what other reads
 * show.
 *
 * @param value empty where the API refused
 * @param refusal why, in words for a person; blank where there is a value
 */
public record Answer<T>(Optional<T> value, String refusal) {

  public static <T> Answer<T> of(T value) {
    return new Answer<>(Optional.of(value), "");
  }

  public static <T> Answer<T> refused(String why) {
    return new Answer<>(Optional.empty(), why);
  }
}
