package dev.linkspan.activities.simulation;

import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.time.Duration;

/**
 * Decides what goes wrong in one run, and how long everything takes. Nothing goes wrong that a
 * model does not decide.
 */
interface FaultModel {

  /** The fault of this call. */
  default Fault faultOf(CloudCall call) {
    return Fault.NONE;
  }

  /** Gets every call that had its effect, with the response of the cloud. */
  default void onResponse(Request request, Reply.Answer answer) {}

  /** How long the lists miss this new resource. */
  default Duration listLag(String resource) {
    return Duration.ZERO;
  }

  /** How long the response takes. */
  default Duration latency(CloudCall call) {
    return Duration.ofMillis(50);
  }

  /** Whether the worker dies after this activity, before its result is known. */
  default boolean losesResult(String activity) {
    return false;
  }

  /** Whether this new resource fails, or disappears, after it was accepted. */
  default boolean failsLate(String resource) {
    return false;
  }

  /** Whether this model can cause a step to park with this problem. */
  default boolean explains(String problem) {
    return false;
  }
}
