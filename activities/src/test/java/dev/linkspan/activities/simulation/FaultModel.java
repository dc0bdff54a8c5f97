package dev.linkspan.activities.simulation;

import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.time.Duration;

/** Decides what goes wrong in one run, and how long everything takes. */
interface FaultModel {

  /** The fault of this call. */
  Fault faultOf(CloudCall call);

  /** Gets every call that had its effect, with the response of the cloud. */
  default void onResponse(Request request, Reply.Answer answer) {}

  /** How long the lists miss this new resource. */
  Duration listLag(String resource);

  /** How long the response takes. */
  Duration latency(CloudCall call);

  /** Whether the worker dies after this activity, before its result is known. */
  boolean losesResult(String activity);

  /** Whether this new resource fails, or disappears, after it was accepted. */
  boolean failsLate(String resource);

  /** Whether this model can cause a step to park with this problem. */
  boolean explains(String problem);
}
