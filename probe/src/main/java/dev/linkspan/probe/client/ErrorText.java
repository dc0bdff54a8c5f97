package dev.linkspan.probe.client;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Describes errors in one line each. */
public final class ErrorText {
  private ErrorText() {}

  /**
   * The class and the first line of the message: of the cause, if a future wrapped it in an
   * exception of its own.
   */
  public static String of(Throwable error) {
    Throwable cause = unwrapped(error);
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? name
        : name + ": " + message.lines().findFirst().orElse("");
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    boolean wrapped = error instanceof ExecutionException || error instanceof CompletionException;
    return wrapped && cause != null ? unwrapped(cause) : error;
  }
}
