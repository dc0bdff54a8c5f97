package dev.linkspan.starter.setups;

import java.util.Locale;

/** The signals of a setup that control its current rollout. */
public enum RolloutSignal {
  /** Finish the current broker, then wait. */
  PAUSE,
  /** Continue a paused rollout. */
  RESUME,
  /** Finish the current broker, then end the rollout. */
  ABORT;

  /** The name of the signal in Temporal. */
  String signalName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
