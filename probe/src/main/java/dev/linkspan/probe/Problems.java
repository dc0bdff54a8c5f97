package dev.linkspan.probe;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says what went wrong in one line. */
public final class Problems {
  private Problems() {}

  /** Without the wrapping of futures. */
  public static String describe(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? name
        : name + ": " + message.lines().findFirst().orElse("");
  }
}
