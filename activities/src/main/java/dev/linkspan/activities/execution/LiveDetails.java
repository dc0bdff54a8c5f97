package dev.linkspan.activities.execution;

/**
 * What an activity shows while it runs: clients read it from the heartbeats of pending activities.
 * Outside of an activity that {@link ActivityExecutionInterceptor} runs, nobody sees it.
 */
public final class LiveDetails {
  private LiveDetails() {}

  /** Shows this from now on, as JSON. */
  public static void show(Object details) {
    Heartbeats.current().ifPresent(heartbeats -> heartbeats.carry(details));
  }
}
