package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.api.Parameters;
import java.time.Duration;

/** A fault to inject into a call. */
public sealed interface Fault {

  /** The call is refused and has no effect. */
  record ErrorResponse(int status, String code, String message) implements Fault {}

  /** The call takes effect, and the connection is closed without a response. */
  record LostReply() implements Fault {}

  /** The call is delayed. */
  record Delay(Duration duration) implements Fault {

    /** Sleeps. Returns early if the thread is interrupted, and keeps the interrupt flag. */
    public void sleep() {
      try {
        Thread.sleep(duration.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Reads a fault from a request of the control API.
   *
   * @throws IllegalArgumentException if the effect is unknown
   * @throws dev.linkspan.sandbox.api.ApiError if a number is malformed or out of range
   */
  static Fault of(Parameters wanted) {
    return switch (wanted.text("effect", "error")) {
      case "error" ->
          new ErrorResponse(
              wanted.integer("status", 500, 400, 599),
              wanted.text("code", "InternalError"),
              wanted.text(
                  "message", "The request processing has failed due to some unknown error."));
      case "reply-lost" -> new LostReply();
      case "delay" ->
          new Delay(Duration.ofMillis(wanted.integer("millis", 1000, 0, Integer.MAX_VALUE)));
      default ->
          throw new IllegalArgumentException("The effect must be error, reply-lost or delay.");
    };
  }
}
