package dev.linkspan.activities.simulation;

import java.time.Duration;

/** What goes wrong in one run, and how long things take. */
interface FaultModel {

  /** What this call meets. */
  Fault meets(CloudCall call);

  /** How long the lists do not show this new resource. */
  Duration unseen(String resource);

  /** How long an answer takes. */
  Duration answer(CloudCall call);

  /** Whether the worker dies after this activity, before its result is known. */
  boolean resultLost(String activity);

  /** Whether this new resource fails, or vanishes, after it was accepted. */
  boolean failsLate(String resource);

  /** Whether a step may have parked for this problem. */
  boolean explains(String problem);
}
