package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.api.Parameters;
import java.time.Duration;

/** Something that goes wrong with a call. */
public sealed interface Fault {

  /** The call is refused and has no effect. */
  record ErrorResponse(int status, String code, String message) implements Fault {}

  /** The call has its effect, and the connection is closed without an answer. */
  record LostReply() implements Fault {}

  /** The call is answered later. */
  record Delay(Duration duration) implements Fault {}

  /**
   * @throws IllegalArgumentException for an unknown effect
   */
  static Fault of(Parameters wanted) {
    return switch (wanted.text("effect", "error")) {
      case "error" ->
          new ErrorResponse(
              wanted.integer("status", 500),
              wanted.text("code", "InternalError"),
              wanted.text(
                  "message", "The request processing has failed due to some unknown error."));
      case "reply-lost" -> new LostReply();
      case "delay" -> new Delay(Duration.ofMillis(wanted.longInteger("millis", 1000)));
      default -> throw new IllegalArgumentException("effect must be error, reply-lost or delay");
    };
  }
}
